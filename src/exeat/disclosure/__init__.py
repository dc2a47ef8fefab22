"""What a copy that leaves may carry: the rules in one room, and every face that writes for others asks here.

- The intermediary's copy is whole, and needs no leave. A copy for a party carries no reason about a person, no
  probability, no rank of substitutes and no plan document; of whoever is in no move it says one thing: *not on this
  list*.
- `recipient`: whose words, lists and columns a party may see. `sides`: what both sides may see in one table.
  `numbers`: how many people, where the number is not small. `tables`, `attack`, `hiding`: tables of counts out of which
  no small one can be worked out; `together`: nor out of several. `marks`: whose copy a file is.
- What is new in the facts is on no party's copy until somebody writes it in here.

It knows core alone, so that every part above can ask; it reads and writes nothing.
"""
