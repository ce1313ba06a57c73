"""`make bench`: what a request costs the gateway, in ratios within one run."""
