"""`newsfold browse`: the corpus in a browser, served by Datasette on this machine alone."""
