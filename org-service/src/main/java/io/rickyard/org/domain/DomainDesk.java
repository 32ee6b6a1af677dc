package io.rickyard.org.domain;

import io.rickyard.contracts.DomainName;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.security.SecureRandom;

/** Takes claims to domains and has them proved. */
public final class DomainDesk {

  private final Domains domains;
  private final TextRecords records;
  private final SecureRandom random = new SecureRandom();

  /** Proves claims by these records. */
  public DomainDesk(Domains domains, TextRecords records) {
    this.domains = domains;
    this.records = records;
  }

  /** Claims a domain for a project. */
  public ClaimedDomain claim(Standing standing, ProjectRef project, DomainName name) {
    return domains.claim(standing, project, name, Challenge.generate(random));
  }

  /**
   * Proves a claim, and from then on the domain's requests go to the project. No transaction is
   * open while name servers are asked.
   */
  public ClaimedDomain prove(Standing standing, ProjectRef project, DomainName name, Proof by) {
    if (by == Proof.ADMINISTRATOR && !standing.administrator()) {
      throw new Refused(
          Refusal.FORBIDDEN, "Only an administrator of the installation can vouch for a domain");
    }
    var domain = domains.get(standing, project, name);
    if (domain.proved() != null) {
      return domain;
    }
    if (by == Proof.DNS) {
      look(domain);
    }
    return domains.prove(standing, project, name, by);
  }

  private void look(ClaimedDomain domain) {
    var name = Challenge.recordName(domain.name());
    var value = domain.challenge().recordValue();
    try {
      if (records.of(name).contains(value)) {
        return;
      }
    } catch (TextRecords.NoAnswer e) {
      throw new Refused(
          Refusal.DOMAIN_NOT_PROVED, "The name servers gave no answer for " + name, e);
    }
    throw new Refused(
        Refusal.DOMAIN_NOT_PROVED,
        "No TXT record of %s says %s yet; a new record may take a while to be seen"
            .formatted(name, value));
  }
}
