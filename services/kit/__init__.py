"""What all subservices do alike: settings, database, batching, paging, identity, masking, ASGI, commands.

The kit knows no ministry. ``civic`` holds the value types that must be byte-identical in every subgraph (federation's
``@shareable``) and therefore have one source; what houses know of the marketplace's hubs lies in ``actors``,
``organisations``, ``regions`` and ``topics``, what their programmes have in common in ``programmes``.
"""
