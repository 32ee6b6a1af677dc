package io.rickyard.worker.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.security.authentication.Authentication;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.postgres.Login;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.membership.Memberships;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.sql.SqlRefused;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.StackVault;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Function;

/** Opens projects' databases for those who may use them, as the roles that users have there. */
@Singleton
@Requires(bean = StackLedger.class)
class OpenDatabases {

  private static final String READER = "supabase_read_only_user";
  private static final Duration SOON = Duration.ofSeconds(1);

  private final VisibleStacks stacks;
  private final StackVault vault;
  private final Memberships memberships;

  OpenDatabases(VisibleStacks stacks, StackVault vault, Memberships memberships) {
    this.stacks = stacks;
    this.vault = vault;
    this.memberships = memberships;
  }

  /** A database and a role in it. */
  record Opened(DatabaseEndpoint database, Login login) {}

  /** What is done with it. */
  interface Work<T> {
    T in(DatabaseEndpoint database, Login login) throws SqlRefused;
  }

  /**
   * Uses a project's database. Who reads may read everything, so reading takes what revealing its
   * password takes.
   */
  <T> T use(Authentication authentication, String ref, boolean readOnly, Work<T> work) {
    var permission = readOnly ? Permission.SECRET_READ : Permission.PROJECT_CHANGE;
    var opened =
        open(
            stack(authentication, ref, permission),
            secrets -> readOnly ? reader(secrets) : StackLogins.user(secrets));
    try {
      return work.in(opened.database(), opened.login());
    } catch (SqlRefused refused) {
      throw told(refused);
    }
  }

  /** A stack, for who may do this with its database. */
  StackRecord stack(Authentication authentication, String ref, Permission permission) {
    var caller = Caller.of(authentication);
    var stack = stacks.get(caller, ref);
    if (!memberships.may(stack.organization(), stack.project(), caller.subject(), permission)) {
      throw new RequestRefused(ErrorCode.FORBIDDEN, "Developers and above may use databases");
    }
    return stack;
  }

  /** A project's database as the role that owns its internals, which no user becomes. */
  Opened administered(StackRecord stack) {
    return open(stack, OpenDatabases::superuser);
  }

  private Opened open(StackRecord stack, Function<StackSecrets, Login> login) {
    if (stack.state() instanceof StackState.Paused) {
      throw new RequestRefused(
          ErrorCode.PROJECT_PAUSED, "The project is paused; resume it to use its database");
    }
    var database = stack.database();
    if (database == null) {
      throw new RequestRefused(
          ErrorCode.NOT_READY_YET, "The project's database has not been seen to work yet", SOON);
    }
    var secrets =
        vault
            .open(stack.project())
            .orElseThrow(() ->
                new RequestRefused(
                    ErrorCode.CONFLICT, "The project's passwords are not there any more"));
    return new Opened(database, login.apply(secrets));
  }

  /** Of a stack that was adopted only its owner may know that role's password. */
  private static Login reader(StackSecrets secrets) {
    String password = secrets.rolePasswords().get(READER);
    if (password == null) {
      throw new RequestRefused(
          ErrorCode.PROJECT_ADOPTED, "The password of " + READER + " is not known here");
    }
    return StackLogins.login(READER, password, secrets);
  }

  private static Login superuser(StackSecrets secrets) {
    if (secrets.find(StackSecrets.SUPERUSER_PASSWORD).isEmpty()) {
      throw new RequestRefused(
          ErrorCode.PROJECT_ADOPTED, "The password of the database's owner is not known here");
    }
    return StackLogins.superuser(secrets);
  }

  private static RequestRefused told(SqlRefused refused) {
    String detail = String.valueOf(refused.getMessage());
    return switch (refused.reason()) {
      case STATEMENT -> new RequestRefused(ErrorCode.SQL_REFUSED, detail);
      case TOO_LARGE -> new RequestRefused(ErrorCode.RESULT_TOO_LARGE, detail);
      case BUSY -> new RequestRefused(ErrorCode.BUSY, detail, SOON);
      case UNREACHABLE -> new RequestRefused(ErrorCode.DATABASE_UNREACHABLE, detail, SOON);
    };
  }
}
