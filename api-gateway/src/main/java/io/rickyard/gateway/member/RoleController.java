package io.rickyard.gateway.member;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.organization.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;

/**
 * The table of roles, as everything that checks a right reads it. Open, like the description of the
 * API: it names nobody, and who is invited may want to know as what.
 */
@Controller("/v1/roles")
@Secured(SecurityRule.IS_ANONYMOUS)
@Tag(name = "organizations")
final class RoleController {

  /** A role and all that it may do. */
  record RoleShape(Role name, String description, List<Permission> permissions) {
    static RoleShape of(Role role) {
      return new RoleShape(
          role, role.description(), Arrays.stream(Permission.values()).filter(role::may).toList());
    }
  }

  /**
   * What can be done, who may do it, and whether a team can give it and a token with scopes can.
   */
  record PermissionShape(
      Permission name,
      Permission.Resource resource,
      Permission.Verb verb,
      Role leastRole,
      boolean team,
      boolean application,
      String description) {
    static PermissionShape of(Permission permission) {
      return new PermissionShape(
          permission,
          permission.resource(),
          permission.verb(),
          permission.least(),
          permission.ofProject(),
          permission.application(),
          permission.description());
    }
  }

  /** Roles from the strongest, and permissions. */
  record Roles(List<RoleShape> data, List<PermissionShape> permissions) {}

  @Get
  @Operation(
      summary = "What each role may do",
      description =
          "The same table that the gateway, the services and the database check against. A"
              + " team acts as developer on the projects it was given, as far as the column team"
              + " goes. An application is a token limited to scopes: it has what its scopes name, as far as"
              + " its holder's role and the column application go.")
  Roles get() {
    return new Roles(
        Arrays.stream(Role.values()).map(RoleShape::of).toList(),
        Arrays.stream(Permission.values()).map(PermissionShape::of).toList());
  }
}
