package io.rickyard.gateway.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rickyard.contracts.stack.DatabaseAccess;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From which networks a project's database may be opened, as the Management API writes it. */
final class NetworkRestrictionShapes {

  private NetworkRestrictionShapes() {}

  /**
   * Networks of both versions.
   *
   * @param allowed null stands for nothing said
   */
  record Networks(
      @JsonProperty("dbAllowedCidrs") @Nullable List<String> allowed,
      @JsonProperty("dbAllowedCidrsV6") @Nullable List<String> allowedV6) {

    static Networks of(DatabaseAccess access) {
      return new Networks(access.allowed(), access.allowedV6());
    }

    /** These in the place of the others; a list of which nothing is said stays. */
    DatabaseAccess in(DatabaseAccess before) {
      return new DatabaseAccess(
          allowed == null ? before.allowed() : allowed,
          allowedV6 == null ? before.allowedV6() : allowedV6,
          before.tlsOnly());
    }
  }

  /**
   * What shall be different.
   *
   * @param add networks that may from now on
   * @param remove networks that may not any more
   */
  record Change(@Nullable Networks add, @Nullable Networks remove) {

    DatabaseAccess in(DatabaseAccess before) {
      return new DatabaseAccess(
          changed(
              before.allowed(),
              add == null ? null : add.allowed(),
              remove == null ? null : remove.allowed()),
          changed(
              before.allowedV6(),
              add == null ? null : add.allowedV6(),
              remove == null ? null : remove.allowedV6()),
          before.tlsOnly());
    }

    private static List<String> changed(
        List<String> before, @Nullable List<String> more, @Nullable List<String> less) {
      return Stream.concat(before.stream(), more == null ? Stream.of() : more.stream())
          .filter(network -> less == null || !less.contains(network))
          .toList();
    }
  }

  /**
   * How it stands.
   *
   * @param entitlement whether addresses may be kept out at all; here they always may
   * @param config the networks
   * @param status applied: what is told holds
   */
  record Restrictions(String entitlement, Networks config, String status) {
    static Restrictions of(DatabaseAccess access) {
      return new Restrictions("allowed", Networks.of(access), "applied");
    }
  }

  /** A network and the version of the protocol it is one of. */
  record Network(String address, String type) {}

  /** Networks, each with its version. */
  record TypedNetworks(@JsonProperty("dbAllowedCidrs") List<Network> networks) {}

  /** The same as {@link Restrictions} in the form that a PATCH is answered with. */
  record TypedRestrictions(String entitlement, TypedNetworks config, String status) {
    static TypedRestrictions of(DatabaseAccess access) {
      var networks =
          Stream.concat(
                  access.allowed().stream().map(network -> new Network(network, "v4")),
                  access.allowedV6().stream().map(network -> new Network(network, "v6")))
              .toList();
      return new TypedRestrictions("allowed", new TypedNetworks(networks), "applied");
    }
  }
}
