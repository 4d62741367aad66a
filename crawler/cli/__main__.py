"""`python -m crawler.cli` is `newsfold`."""

from crawler.cli import main

main()
