"""Matching on Spark: for lists that outgrow one machine. Needs the extra `spark` and Java 17 or 21."""
