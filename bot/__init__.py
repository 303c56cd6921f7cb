"""repbot: the community bot of a peer-support network of maternity service user representatives."""
