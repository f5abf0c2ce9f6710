"""The commands of ``policyqa``, one file each; what is slow to import is imported inside them."""
