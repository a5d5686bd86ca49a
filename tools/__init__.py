"""Tools: what only those who work on the project run; nothing here is installed.

    python -m tools.reproduce                                   all that the manual shows, made and compared
    python -m tools.manual --write docs --readme README.md      the generated parts of the manual
    python -m tools.manual --picture docs/picture.svg           the picture of the README
    python -m tools.manual --notebook docs/tutorial.ipynb       the tutorial, run and kept
    python -m tools.playthrough --write tests/golden            the golden playthroughs
    python -m tools.screenshots docs                            the pictures of the page
    python -m tools.subset_fonts FOLDER                         the Japanese fonts of the page
    python -m tools.ship_scripts FOLDER                         the scripts that the page ships
    python -m tools.settle FOLDER                               the judgements, where a calibration found them
    python -m tools.installed_size                              how large an installation is
    python -m tools.ensembles                                   the chances of the German war, judged and had

Each is run at the root of a checkout.
"""
