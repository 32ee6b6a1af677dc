package io.rickyard.gateway.edge;

import io.micronaut.http.filter.ServerFilterPhase;

/** The order in which a request meets the edge; answers meet it in reverse. */
final class Edge {

  private static final int FIRST = ServerFilterPhase.FIRST.before();

  /** Its headers belong on every answer, refusals included. */
  static final int SECURITY_HEADERS = FIRST;

  /** Every refusal from here on gets the form that its path's clients read. */
  static final int ERROR_FORMS = FIRST + 1;

  /** Refusals are looked at before they get that form. */
  static final int REFUSAL_TRAIL = FIRST + 2;

  static final int CROSS_ORIGIN = FIRST + 3;

  static final int HOST = FIRST + 4;

  static final int RATES = FIRST + 5;

  static final int METHODS = FIRST + 6;

  private Edge() {}
}
