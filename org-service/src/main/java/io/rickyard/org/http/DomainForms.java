package io.rickyard.org.http;

import io.rickyard.contracts.DomainName;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.org.domain.Challenge;
import io.rickyard.org.domain.ClaimedDomain;
import io.rickyard.org.domain.Proof;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Domains on the wire. */
final class DomainForms {

  private static final String ACTIVE = "active";
  private static final String PENDING = "pending";

  private DomainForms() {}

  /** A domain to claim. */
  record NewDomain(@Nullable String name) {
    DomainName domain() {
      var text = name == null ? "" : name;
      return Reading.of(() -> DomainName.parse(text));
    }
  }

  /** By what a claim is to be proved; by the domain name system unless it is said. */
  record Verification(@Nullable String proof) {
    static Proof of(@Nullable Verification body) {
      return body == null || body.proof == null
          ? Proof.DNS
          : Reading.of(() -> Proof.named(body.proof.toLowerCase(Locale.ROOT)));
    }
  }

  /** The record that proves a claim. */
  record RecordForm(String type, String name, String value) {}

  /** A domain of a project. */
  record DomainForm(
      DomainName name,
      ProjectRef project,
      String state,
      RecordForm proof,
      Instant createdAt,
      @Nullable Instant verifiedAt,
      @Nullable String verifiedBy) {

    static DomainForm of(ClaimedDomain domain) {
      var proved = domain.proved();
      return new DomainForm(
          domain.name(),
          domain.project(),
          proved == null ? PENDING : ACTIVE,
          new RecordForm(
              "TXT", Challenge.recordName(domain.name()), domain.challenge().recordValue()),
          domain.createdAt(),
          proved == null ? null : proved.at(),
          proved == null ? null : proved.by().wireName());
    }
  }

  /** Some domains, all there are. */
  record DomainList(List<DomainForm> data) {
    DomainList {
      data = List.copyOf(data);
    }
  }

  /** Where a domain's requests go. */
  record Route(ProjectRef project) {}
}
