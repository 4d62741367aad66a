"""`newsfold report`: one page on what a corpus is made of, to keep, print or send."""
