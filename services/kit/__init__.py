"""What all subservices do alike: settings, database, batching, paging, identity, masking, ASGI, commands.

The kit knows no ministry. The one room with civic nouns is ``civic``: value types that must be byte-identical in every
subgraph (federation's ``@shareable``) and therefore have one source.
"""
