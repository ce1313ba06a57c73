"""The nouns of the Ideenwerkstatt's graph.

The types refer to one another in circles: in annotations by the lazy aliases of ``references``, at run time through
modules (``pilots.PilotProject``), which may import one another because nothing is looked up before a field is resolved.
"""
