"""The nouns of the data lab's graph.

The types refer to one another in circles: in annotations by the lazy aliases of ``references``, at run time through
modules (``catalogue.Dataset``), which may import one another because nothing is looked up before a field is
resolved.
"""
