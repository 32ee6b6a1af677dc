package io.rickyard.org.domain;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.DomainName;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A domain that a project claims.
 *
 * @param name the domain
 * @param project who claims it
 * @param organization whose project that is
 * @param challenge what proves the claim
 * @param createdAt since when it is claimed
 * @param proved by what it was proved, and when; until then no request goes anywhere
 */
public record ClaimedDomain(
    DomainName name,
    ProjectRef project,
    OrganizationId organization,
    Challenge challenge,
    Instant createdAt,
    @Nullable Proved proved) {
  /** Checks that nothing required is missing. */
  public ClaimedDomain {
    requireNonNull(name, "name");
    requireNonNull(project, "project");
    requireNonNull(organization, "organization");
    requireNonNull(challenge, "challenge");
    requireNonNull(createdAt, "createdAt");
  }

  /**
   * How a claim was proved.
   *
   * @param by by what
   * @param at when
   */
  public record Proved(Proof by, Instant at) {
    /** Checks that nothing is missing. */
    public Proved {
      requireNonNull(by, "by");
      requireNonNull(at, "at");
    }
  }

  /** The same once it is proved. */
  public ClaimedDomain proved(Proof by, Instant at) {
    return new ClaimedDomain(name, project, organization, challenge, createdAt, new Proved(by, at));
  }
}
