package io.rickyard.gateway.upstream;

import io.micronaut.context.annotation.Value;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.DatabaseAccess;
import io.rickyard.contracts.stack.DatabaseEntrance;
import io.rickyard.contracts.stack.SettingsView;
import io.rickyard.contracts.stack.StackEntrance;
import io.rickyard.contracts.stack.StackUse;
import io.rickyard.gateway.call.Call;
import io.rickyard.service.departure.Departure;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * What the worker alone knows: a stack's keys and connection, which it can open, and what a task
 * waits for.
 */
@Singleton
public final class WorkerClient {

  private static final Target STACKS = Target.of(Upstream.WORKER, "/stacks");

  private static final Target TASKS = Target.of(Upstream.WORKER, "/tasks");

  /** The worker waits for a connection, and for PostgreSQL to stop. */
  private static final Duration MARGIN = Duration.ofSeconds(15);

  private record Difference(String sql) {}

  private final InternalHttp http;
  private final ServiceToken serviceToken;
  private final Duration queriesWithin;

  /**
   * Makes one.
   *
   * @param longest after how long the worker stops a query by itself
   */
  WorkerClient(
      InternalHttp http,
      ServiceToken serviceToken,
      @Value("${rickyard.projects.query-timeout:PT1M}") Duration longest) {
    this.http = http;
    this.serviceToken = serviceToken;
    this.queriesWithin = longest.plus(MARGIN);
  }

  /** Where a project's requests go, whoever makes them. */
  public StackEntrance entrance(ProjectRef ref) {
    return http.get(STACKS.segment(ref.value()).segment("entrance"), serviceToken.get())
        .as(StackEntrance.class);
  }

  /** Where connections to a project's database go, whoever makes them. */
  public DatabaseEntrance databaseEntrance(ProjectRef ref) {
    return http.get(STACKS.segment(ref.value()).segment("database-entrance"), serviceToken.get())
        .as(DatabaseEntrance.class);
  }

  /** Who may open a project's database, and how. */
  public DatabaseAccess databaseAccess(ProjectRef ref, Call call) {
    return http.get(STACKS.segment(ref.value()).segment("database-access"), call)
        .as(DatabaseAccess.class);
  }

  /** Whether a project is used other than through here. */
  public StackUse use(ProjectRef ref) {
    return http.get(STACKS.segment(ref.value()).segment("use"), serviceToken.get())
        .as(StackUse.class);
  }

  /** The API keys, masked unless they are to be revealed. */
  public Answer keys(ProjectRef ref, boolean reveal, Call call) {
    return http.get(STACKS.segment(ref.value()).segment("keys").with("reveal", reveal), call);
  }

  /** How to connect, without the password unless it is to be revealed. */
  public Answer connection(ProjectRef ref, boolean reveal, Call call) {
    return http.get(STACKS.segment(ref.value()).segment("connection").with("reveal", reveal), call);
  }

  /** Where a project's logs are. */
  public static Target logs(ProjectRef ref) {
    return STACKS.segment(ref.value()).segment("logs");
  }

  /** A page of what a project's services wrote. */
  public Answer logs(Target target, Call call) {
    return http.get(target, call);
  }

  /** What a project's services use. */
  public Answer usage(ProjectRef ref, Call call) {
    return http.get(STACKS.segment(ref.value()).segment("usage"), call);
  }

  /** The settings of a project's services that differ from its release. */
  public SettingsView settings(ProjectRef ref, SettingSection section, Call call) {
    return http.get(
            STACKS.segment(ref.value()).segment("settings").segment(section.wireName()), call)
        .as(SettingsView.class);
  }

  /** What a task waits for, as long as the worker has it. */
  public Answer position(TaskId task, Call call) {
    return http.get(TASKS.segment(task.toString()).segment("position"), call);
  }

  /** Runs SQL in a project's database; takes as long as the SQL takes. */
  public Answer query(ProjectRef ref, Object query, Departure departure, Call call) {
    return http.sendLong(
        "POST", database(ref).segment("query"), query, queriesWithin, departure, call);
  }

  /** The migrations of a project's database. */
  public Answer migrations(ProjectRef ref, Call call) {
    return http.get(database(ref).segment("migrations"), call);
  }

  /** One of them. */
  public Answer migration(ProjectRef ref, String version, Call call) {
    return http.get(database(ref).segment("migrations").segment(version), call);
  }

  /** Applies a migration (POST) or writes it down (PUT); takes as long as its SQL takes. */
  public Answer migrate(
      ProjectRef ref, String method, Object migration, Departure departure, Call call) {
    return http.sendLong(
        method, database(ref).segment("migrations"), migration, queriesWithin, departure, call);
  }

  /** Makes a role for a while in a project's database. */
  public Answer makeLoginRole(ProjectRef ref, Object wanted, Call call) {
    return http.send("POST", loginRoles(ref), wanted, call);
  }

  /** Removes all such roles of a project. */
  public void removeLoginRoles(ProjectRef ref, Call call) {
    http.send("DELETE", loginRoles(ref), null, call);
  }

  private static Target loginRoles(ProjectRef ref) {
    return STACKS.segment(ref.value()).segment("login-roles");
  }

  /** The SQL that would give one project the schema of another. */
  public String difference(ProjectRef from, ProjectRef to, Call call) {
    var target = database(to).segment("difference").with("from", from);
    return http.get(target, call).as(Difference.class).sql();
  }

  private static Target database(ProjectRef ref) {
    return STACKS.segment(ref.value()).segment("database");
  }
}
