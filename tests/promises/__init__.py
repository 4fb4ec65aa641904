"""What somebody may rely on, tried at length, with faults planted that the trials must see.

``./dev promises`` runs the long form; ``test_promises`` a tenth of it, with every planted fault.
"""
