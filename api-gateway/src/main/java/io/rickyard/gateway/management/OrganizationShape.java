package io.rickyard.gateway.management;

import io.rickyard.gateway.upstream.OrganizationView;
import java.util.List;

/** An organization, as the Management API shows it. */
record OrganizationShape(String id, String slug, String name) {

  static OrganizationShape of(OrganizationView organization) {
    return new OrganizationShape(organization.id(), organization.slug(), organization.name());
  }

  /** One organization with what its plan allows; ours allow everything and cost nothing. */
  record Detailed(
      String id,
      String slug,
      String name,
      String plan,
      List<String> optInTags,
      List<String> allowedReleaseChannels) {

    static Detailed of(OrganizationView organization) {
      return new Detailed(
          organization.id(),
          organization.slug(),
          organization.name(),
          "free",
          List.of(),
          List.of("ga"));
    }
  }
}
