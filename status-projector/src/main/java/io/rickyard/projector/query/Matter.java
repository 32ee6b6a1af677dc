package io.rickyard.projector.query;

/** What a filter can ask for, apart from the time of acceptance, by which every list is ordered. */
enum Matter {
  STATE,
  TYPE,
  QUEUE,
  PROJECT,
  LABELS,
  ACTOR,
  PARENT,
  RETRY_OF,
  ENDED,
  TEXT,
  DEAD
}
