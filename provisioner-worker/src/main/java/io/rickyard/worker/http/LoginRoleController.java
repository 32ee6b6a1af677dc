package io.rickyard.worker.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.login.LoginRole;
import io.rickyard.worker.login.LoginRoles;
import io.rickyard.worker.stack.StackLedger;
import java.sql.SQLException;
import java.time.Duration;

/** Gives developers roles for a while in their projects' databases. */
@Controller("/stacks/{ref}/login-roles")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = StackLedger.class)
class LoginRoleController {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final OpenDatabases databases;
  private final LoginRoles roles;
  private final Revelations revelations;

  LoginRoleController(OpenDatabases databases, LoginRoles roles, Revelations revelations) {
    this.databases = databases;
    this.roles = roles;
    this.revelations = revelations;
  }

  /** What somebody wants, on the wire. */
  @Introspected
  record WantedRole(boolean readOnly) {}

  /** What the one who wanted it is told, once. */
  @Introspected
  record ToldRole(String role, String password, long ttlSeconds) {
    static ToldRole of(LoginRole made) {
      return new ToldRole(made.role(), made.password(), made.lifetime().toSeconds());
    }

    @Override
    public String toString() {
      return "ToldRole[" + role + "]";
    }
  }

  @Post
  ToldRole make(Authentication authentication, String ref, @Body WantedRole wanted) {
    var permission = wanted.readOnly() ? Permission.SECRET_READ : Permission.PROJECT_CHANGE;
    var stack = databases.stack(authentication, ref, permission);
    var opened = databases.administered(stack);
    try {
      var made = roles.make(stack.project(), opened.database(), opened.login(), wanted.readOnly());
      revelations.record(Caller.of(authentication), stack, "project.login_role_made");
      return ToldRole.of(made);
    } catch (SQLException e) {
      throw unreachable(e);
    }
  }

  @Delete
  void remove(Authentication authentication, String ref) {
    var stack = databases.stack(authentication, ref, Permission.PROJECT_CHANGE);
    var opened = databases.administered(stack);
    try {
      roles.removeAll(stack.project(), opened.database(), opened.login());
    } catch (SQLException e) {
      throw unreachable(e);
    }
  }

  private static RequestRefused unreachable(SQLException e) {
    return new RequestRefused(
        ErrorCode.DATABASE_UNREACHABLE,
        "The database does not answer as it should (%s)".formatted(e.getSQLState()),
        SOON);
  }
}
