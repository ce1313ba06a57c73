"""Operation + QueryGraph -> Plan, a DAG of fetches. Pure."""
