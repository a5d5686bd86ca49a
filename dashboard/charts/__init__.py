"""Charts: pure functions from records, columns and words to options of ECharts and their text twins."""
