package io.rickyard.org.refusal;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends the transaction of a request that is not carried out. The message goes to the caller and so
 * holds no secret.
 */
public final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Refusal refusal;
  private final @Nullable String organization;

  /** Says why and what was wrong this time. */
  public Refused(Refusal refusal, String message) {
    this(refusal, message, null);
  }

  /** Says why, what was wrong this time, and how that showed; the cause is for our log only. */
  public Refused(Refusal refusal, String message, @Nullable Throwable cause) {
    this(refusal, message, null, cause);
  }

  private Refused(
      Refusal refusal,
      String message,
      @Nullable OrganizationId organization,
      @Nullable Throwable cause) {
    super(requireNonNull(message, "message"), cause);
    this.refusal = requireNonNull(refusal, "refusal");
    this.organization = organization == null ? null : organization.value();
  }

  /** The caller's role in an organization that they belong to is too weak. */
  public static Refused forbidden(OrganizationId organization, String message) {
    return new Refused(
        Refusal.FORBIDDEN, message, requireNonNull(organization, "organization"), null);
  }

  /** The scopes that limit the caller in an organization that they belong to do not allow it. */
  public static Refused outOfScope(OrganizationId organization, String message) {
    return new Refused(
        Refusal.OUT_OF_SCOPE, message, requireNonNull(organization, "organization"), null);
  }

  /** In whose audit it belongs, where it is about a right. */
  public Optional<OrganizationId> organization() {
    return Optional.ofNullable(organization).map(OrganizationId::new);
  }

  /** Why. */
  public Refusal refusal() {
    return refusal;
  }

  /** There is none, or the caller may not know. */
  public static Refused notFound(String what) {
    return new Refused(Refusal.NOT_FOUND, "There is no such " + what);
  }
}
