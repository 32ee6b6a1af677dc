package io.rickyard.org;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.organization.Role;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** An organization with a member of each role, and somebody of another organization. */
final class Roles {

  private final OrgServer server;
  private final Map<Role, UUID> members = new EnumMap<>(Role.class);
  private final UUID stranger = UUID.randomUUID();
  private final String organization;

  Roles(OrgServer server) {
    this.server = server;
    members.put(Role.OWNER, UUID.randomUUID());
    organization = server.organization(owner(), "acme");
    server.organization(stranger, "elsewhere");
    for (Role role : Role.values()) {
      members.computeIfAbsent(role, this::join);
    }
  }

  String organization() {
    return organization;
  }

  UUID owner() {
    return user(Role.OWNER);
  }

  UUID user(Role role) {
    return requireNonNull(members.get(role), "a member of each role");
  }

  UUID stranger() {
    return stranger;
  }

  /** Somebody new of this role. */
  UUID join(Role role) {
    var user = UUID.randomUUID();
    var answer = server.post(user, "/invitations/accept", Map.of("token", invite(role)));
    if (answer.status() != 200) {
      throw new AssertionError("No " + role + ": " + answer.body());
    }
    return user;
  }

  /** A link's secret that makes whoever has it a member. */
  String invite(Role role) {
    return server.post(owner(), invitations(), Map.of("role", role.wireName())).text("/token");
  }

  String invitations() {
    return "/organizations/" + organization + "/invitations";
  }

  String member(UUID user) {
    return "/organizations/" + organization + "/members/" + user;
  }
}
