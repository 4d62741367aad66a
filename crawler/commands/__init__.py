"""Scrapy commands that newsfold changes."""
