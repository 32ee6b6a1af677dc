package io.rickyard.org.domain;

import io.rickyard.contracts.DomainName;
import io.rickyard.contracts.ProjectRef;
import java.util.List;
import java.util.Optional;

/**
 * The domains that projects claim. Seeing them needs the role of a member, changing them that of a
 * developer; others do not exist: {@link io.rickyard.org.refusal.Refused}.
 */
public interface Domains {

  /** A project's domains, by name. */
  List<ClaimedDomain> of(Standing standing, ProjectRef project);

  /** One of them, to be changed. */
  ClaimedDomain get(Standing standing, ProjectRef project, DomainName name);

  /**
   * Claims a domain for a project; a claim that is there stays as it is. Several projects may claim
   * the same: a claim alone keeps nobody out.
   */
  ClaimedDomain claim(Standing standing, ProjectRef project, DomainName name, Challenge challenge);

  /** Writes down that a claim is proved; refused when another project has proved its own. */
  ClaimedDomain prove(Standing standing, ProjectRef project, DomainName name, Proof proof);

  /** Gives a domain up. */
  void remove(Standing standing, ProjectRef project, DomainName name);

  /** Where a host's requests go, whoever asks. */
  Optional<ProjectRef> routed(DomainName name);
}
