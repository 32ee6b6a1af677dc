package io.rickyard.gateway.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an organization may do, in the words of the hosted platform's Management API. Nothing is
 * sold, so it is the same for all; what the hosted platform has a word for and Rickyard decides
 * nothing about is left out.
 */
record EntitlementsShape(List<Entitlement> entitlements) {

  private static final List<String> THERE =
      List.of("branching_persistent", "custom_domain", "project_pausing", "security.member_roles");

  private static final List<String> NOT_THERE =
      List.of(
          "instances.read_replicas",
          "instances.disk_modifications",
          "instances.high_availability",
          "instances.orioledb",
          "replication.etl",
          "vanity_subdomain",
          "ipv4",
          "log_drains",
          "audit_log_drains",
          "backup.schedule",
          "backup.restore_to_new_project",
          "project_cloning",
          "project_restore_after_expiry",
          "security.private_link",
          "security.soc2_report",
          "security.iso27001_certificate",
          "integrations.github_connections");

  EntitlementsShape {
    entitlements = List.copyOf(entitlements);
  }

  /**
   * What an organization may.
   *
   * @param projects how many it may have, branches among them
   */
  static EntitlementsShape of(int projects) {
    return new EntitlementsShape(
        Stream.of(
                THERE.stream().map(key -> Entitlement.of(key, true)),
                NOT_THERE.stream().map(key -> Entitlement.of(key, false)),
                Stream.of(
                    new Entitlement(
                        new Feature("branching_limit", Entitlement.NUMERIC),
                        true,
                        Entitlement.NUMERIC,
                        new Config(true, projects, false, "branches"))))
            .flatMap(each -> each)
            .toList());
  }

  /** A feature. */
  record Feature(String key, String type) {}

  /**
   * One of them.
   *
   * @param feature which
   * @param hasAccess whether the organization may use it
   * @param type boolean or numeric, as the feature is
   * @param config how far
   */
  record Entitlement(
      Feature feature, @JsonProperty("hasAccess") boolean hasAccess, String type, Config config) {
    private static final String BOOLEAN = "boolean";
    private static final String NUMERIC = "numeric";

    static Entitlement of(String key, boolean there) {
      return new Entitlement(
          new Feature(key, BOOLEAN), there, BOOLEAN, new Config(there, null, null, null));
    }
  }

  /** How far something may be used. */
  record Config(
      boolean enabled,
      @Nullable Integer value,
      @Nullable Boolean unlimited,
      @Nullable String unit) {}
}
