"""Who is who: records, and the persons that people's judgements make of them."""
