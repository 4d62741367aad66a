"""A labelled set of fictional news pages, each as HTML and as flattened text, with its truth."""
