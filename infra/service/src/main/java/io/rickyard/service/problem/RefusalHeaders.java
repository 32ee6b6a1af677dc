package io.rickyard.service.problem;

/**
 * What a refusal tells between our services beside the problem, for the audit. The gateway takes
 * them off whatever it answers.
 */
public final class RefusalHeaders {

  /** In whose audit the refusal belongs: an organization that the caller belongs to. */
  public static final String ORGANIZATION = "Rickyard-Refused-Organization";

  /** Who is refused, where the request does not get as far as being somebody's. */
  public static final String PERSON = "Rickyard-Refused-Person";

  private RefusalHeaders() {}
}
