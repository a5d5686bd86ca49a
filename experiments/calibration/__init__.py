"""Calibration: judgements fitted to a stated part of the record by a procedure, and the procedure tested."""
