"""The words of the command line and of the page: a folder of files per language, and what reads them."""
