"""Pure functions that turn the blocks of a page into articles, teasers and folds."""
