package io.rickyard.contracts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.flow.FlowLimit;
import io.rickyard.contracts.flow.FlowPause;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.contracts.flow.StartRate;
import io.rickyard.contracts.identity.IdentityEvent;
import io.rickyard.contracts.identity.IdentityEvents;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackEvents;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.Backoff;
import io.rickyard.contracts.task.Beginning;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.Concurrency;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.InputField;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.MigrationCourse;
import io.rickyard.contracts.task.ProjectSecret;
import io.rickyard.contracts.task.RetryOptions;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.contracts.task.TaskCommand;
import io.rickyard.contracts.task.TaskDescription;
import io.rickyard.contracts.task.TaskError;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskEvents;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskLog;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TypeAnnouncement;
import io.rickyard.contracts.task.TypeTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One message of every type, in which every kind of event and input stands at least once. */
final class Samples {

  static final Instant AT = Instant.parse("2026-11-21T08:00:00.123456Z");
  static final TaskId TASK = new TaskId(UUID.fromString("019aa5c4-0000-7000-8000-000000000001"));
  static final TaskId OTHER_TASK =
      new TaskId(UUID.fromString("019aa5c4-0000-7000-8000-000000000002"));
  static final ProjectRef PROJECT = new ProjectRef("abcdefghijklmnopqrst");
  static final OrganizationId ORGANIZATION = new OrganizationId("orgorgorgorgorgorgor");

  private static final Reason REASON = new Reason("asked", "Nobody needs it any more");
  private static final TaskError ERROR = new TaskError("port_in_use", "Port 5433 is taken", true);
  private static final WorkerId WORKER = new WorkerId("worker-1");

  private Samples() {}

  static Map<String, Envelope<?>> all() {
    Map<String, Envelope<?>> all = new HashMap<>(ofTheFirstRelease());
    all.putAll(aboutTheFlow());
    all.putAll(ofExtensions());
    all.put(
        "organization.events.domains",
        envelope(ORGANIZATION.value(), new Version(9), null, domainEvents()));
    all.put(
        "identity.events.deleted",
        envelope(
            "user-1",
            new Version(4),
            null,
            new IdentityEvents("user-1", List.of(new IdentityEvent.UserDeleted(AT, "user-1")))));
    all.put(
        "identity.events.rights",
        envelope(
            "user-1",
            new Version(5),
            null,
            new IdentityEvents("user-1", List.of(new IdentityEvent.RightsChanged(AT, "user-1")))));
    all.put(
        "organization.events.teams",
        envelope(ORGANIZATION.value(), new Version(15), null, teamEvents()));
    all.putAll(ofDrift());
    all.put(
        "task.submit.migrate", envelope(TASK.toString(), Version.NONE, PROJECT, submit(migrate())));
    return Map.copyOf(all);
  }

  private static Map<String, Envelope<?>> aboutTheFlow() {
    return Map.of(
        "task.events.preempted",
            envelope(
                TASK.toString(),
                new Version(4),
                PROJECT,
                new TaskEvents(TASK, List.of(new TaskEvent.TaskPreempted(AT, Attempt.FIRST, 2)))),
        "flow.rules", envelope(FlowRules.ENTITY, new Version(3), null, flowRules()));
  }

  private static Map<String, Envelope<?>> ofDrift() {
    var chosen = new OrganizationEvent.ProjectDriftPolicyChosen(AT, PROJECT, DriftPolicy.REPORT);
    return Map.of(
        "stack.events.resize",
        envelope(
            PROJECT.value(),
            new Version(13),
            PROJECT,
            new StackEvents(
                PROJECT,
                List.of(
                    new StackEvent.StackResizeStarted(AT, TASK, AT.plusSeconds(300)),
                    new StackEvent.StackChangeFailed(AT, StackChange.RESIZE, TASK, REASON)))),
        "stack.events.configure",
        envelope(
            PROJECT.value(),
            new Version(14),
            PROJECT,
            new StackEvents(
                PROJECT,
                List.of(
                    new StackEvent.StackConfigureStarted(AT, TASK, AT.plusSeconds(300)),
                    new StackEvent.StackChangeFailed(AT, StackChange.CONFIGURE, TASK, REASON)))),
        "task.submit.configure",
        envelope(TASK.toString(), Version.NONE, PROJECT, submit(configure())),
        "task.submit.resize",
        envelope(TASK.toString(), Version.NONE, PROJECT, submit(resize())),
        "organization.events.drift",
        envelope(
            ORGANIZATION.value(),
            new Version(8),
            null,
            new OrganizationEvents(ORGANIZATION, List.of(chosen))));
  }

  private static Map<String, Envelope<?>> ofExtensions() {
    return Map.of(
        "task.submit.extension", envelope(TASK.toString(), Version.NONE, null, submit(extension())),
        "task.type", envelope("acme.greet", Version.NONE, null, announcement()));
  }

  static TypeAnnouncement announcement() {
    return new TypeAnnouncement(
        new ExtensionType("acme.greet"),
        "Greets somebody",
        TypeTerms.PLAIN.begunBy(Set.of(Beginning.BATCH)).within(3, Duration.ofMinutes(1)),
        List.of(
            new InputField("name", InputField.Kind.TEXT, true, List.of()),
            new InputField("tone", InputField.Kind.CHOICE, false, List.of("warm", "cool"))));
  }

  private static TaskInput extension() {
    return new TaskInput.Extension(
        new ExtensionType("acme.greet"),
        JsonNodeFactory.instance.objectNode().put("name", "Ada").put("tone", "warm"));
  }

  private static Map<String, Envelope<?>> ofTheFirstRelease() {
    return Map.of(
        "task.submit", envelope(TASK.toString(), Version.NONE, PROJECT, submit(provision())),
        "task.submit.probe", envelope(TASK.toString(), Version.NONE, null, submit(probe())),
        "task.submit.options",
            envelope(TASK.toString(), Version.NONE, null, submit(probe(), options())),
        "task.cancel",
            envelope(
                TASK.toString(),
                Version.NONE,
                null,
                new TaskCommand.CancelTask(TASK, REASON, false)),
        "task.events", envelope(TASK.toString(), new Version(16), PROJECT, taskEvents()),
        "task.log",
            envelope(
                TASK.toString(),
                Version.NONE,
                PROJECT,
                new TaskLog(
                    TASK,
                    List.of(
                        new TaskLog.Line(1, AT, Attempt.FIRST, LogLevel.INFO, "initdb done"),
                        new TaskLog.Line(2, AT, Attempt.FIRST, LogLevel.WARN, "\"quoted\" ☕")))),
        "stack.events", envelope(PROJECT.value(), new Version(12), PROJECT, stackEvents()),
        "organization.events",
            envelope(ORGANIZATION.value(), new Version(7), null, organizationEvents()),
        "identity.events",
            envelope(
                "user-1",
                new Version(3),
                null,
                new IdentityEvents(
                    "user-1",
                    List.of(
                        new IdentityEvent.TokenRevoked(AT, "token-1"),
                        new IdentityEvent.SessionRevoked(AT, "session-1"),
                        new IdentityEvent.UserDisabled(AT, "user-1"),
                        new IdentityEvent.SigningKeyRevoked(AT, "key-1")))),
        "audit.record",
            envelope(
                PROJECT.value(),
                Version.NONE,
                PROJECT,
                new AuditRecord(
                    AT, "project.create", PROJECT.value(), "accepted", "127.0.0.1", null)));
  }

  /** One input of every kind. */
  static List<TaskInput> inputs() {
    return List.of(
        provision(),
        new TaskInput.StackPause(),
        new TaskInput.StackResume(),
        new TaskInput.StackRestart(),
        new TaskInput.StackDelete(),
        new TaskInput.StackAdopt("Old shop", "eu-central-1", "old-shop"),
        new TaskInput.StackRepair(),
        resize(),
        configure(),
        migrate(),
        probe(),
        new TaskInput.TasksCancel("state=queued", 3, "A mistake", false),
        new TaskInput.TasksRetry("state=failed", 3),
        job(),
        new TaskInput.LockHold("deploys/shop", Duration.ofSeconds(90)),
        extension());
  }

  private static TaskInput.StackResize resize() {
    return new TaskInput.StackResize(StackProfile.CORE, Map.of("db", new ServiceLimits(2048, 1.5)));
  }

  private static TaskInput.StackConfigure configure() {
    return new TaskInput.StackConfigure(
        new SettingsChange(
            SettingSection.POSTGRES,
            Map.of("max_connections", "100", "work_mem", "8MB"),
            Set.of("shared_buffers"),
            Set.of()),
        false);
  }

  private static TaskInput.StackMigrate migrate() {
    return new TaskInput.StackMigrate(
        MigrationCourse.MERGE, new ProjectRef("tsrqponmlkjihgfedcba"), "20261130120000");
  }

  private static TaskInput.JobRun job() {
    return new TaskInput.JobRun(
        List.of("psql", "-c", "select 1"),
        Map.of("PGAPPNAME", "seed"),
        Map.of("SIGNED_WITH", ProjectSecret.JWT_SECRET),
        Duration.ofMinutes(5),
        512,
        64);
  }

  static TaskInput.PlatformProbe probe() {
    return new TaskInput.PlatformProbe(3, Duration.ofMillis(250), 1, 2, true, 4, 5);
  }

  private static TaskInput provision() {
    return new TaskInput.StackProvision("Shop \"α\"", "eu-central-1", StackProfile.DATABASE);
  }

  /** Everything that can be said about how a task is run. */
  static TaskOptions options() {
    return new TaskOptions(
        -5,
        Duration.ofMinutes(10),
        Duration.ofMinutes(2),
        Duration.ofSeconds(30),
        Duration.ofHours(1),
        new RetryOptions(
            5,
            new Backoff(
                Backoff.Kind.EXPONENTIAL, Duration.ofSeconds(2), Duration.ofMinutes(1), 0.5)),
        new Concurrency("deploy/shop", Concurrency.Policy.CANCEL_RUNNING),
        Map.of("region", "eu-central-1"),
        OTHER_TASK);
  }

  private static TaskCommand submit(TaskInput input) {
    return submit(input, TaskOptions.USUAL);
  }

  private static TaskCommand submit(TaskInput input, TaskOptions options) {
    return new TaskCommand.SubmitTask(
        TASK,
        input.taskType() instanceof BuiltInType builtIn
            ? builtIn.terms().queue()
            : TaskQueue.NORMAL,
        input,
        Map.of("pull_request", "42"),
        Map.of("db_pass", new SealedSecret("worker-1", "AAECAw==")),
        AT.plusSeconds(60),
        OTHER_TASK,
        options,
        AT);
  }

  private static TaskEvents taskEvents() {
    var description =
        new TaskDescription(
            TaskQueue.NORMAL, probe(), Map.of("team", "a"), OTHER_TASK, TaskOptions.USUAL, AT);
    return new TaskEvents(
        TASK,
        List.of(
            new TaskEvent.TaskScheduled(AT, description, AT.plusSeconds(60)),
            new TaskEvent.TaskDue(AT),
            new TaskEvent.TaskQueued(AT, description),
            new TaskEvent.TaskStarted(AT, Attempt.FIRST, WORKER, List.of("prepare", "start")),
            new TaskEvent.StepStarted(AT, Attempt.FIRST, 1, "prepare"),
            new TaskEvent.StepCompleted(AT, Attempt.FIRST, 1, false),
            new TaskEvent.StepFailed(AT, Attempt.FIRST, 2, ERROR),
            new TaskEvent.StepUndone(AT, Attempt.FIRST, 1),
            new TaskEvent.TaskRetryScheduled(AT, Attempt.FIRST, ERROR, AT.plusSeconds(5)),
            new TaskEvent.TaskWorkerLost(AT, new Attempt(2), WORKER),
            new TaskEvent.TaskCancelRequested(AT, REASON, AT.plusSeconds(30)),
            new TaskEvent.TaskSucceeded(AT, Map.of("steps", "3")),
            new TaskEvent.TaskFailed(AT, ERROR),
            new TaskEvent.TaskCancelled(AT, REASON),
            new TaskEvent.TaskExpired(AT),
            new TaskEvent.TaskSuperseded(AT, OTHER_TASK)));
  }

  private static FlowRules flowRules() {
    return new FlowRules(
        List.of(
            new FlowPause(FlowScope.of(TaskQueue.BATCH), "ops@example.com", AT, "Disk is full"),
            new FlowPause(FlowScope.of(WORKER), "ops@example.com", AT, null)),
        List.of(
            new FlowLimit(
                FlowScope.of(ORGANIZATION), 5, new StartRate(100, Duration.ofMinutes(1)), 200),
            new FlowLimit(FlowScope.of(TaskQueue.NORMAL).each(), 50, null, null)));
  }

  private static StackEvents stackEvents() {
    var services =
        List.of(
            new ServiceHealth("db", true, AT, "17.11", null),
            new ServiceHealth("auth", false, AT, null, "connection refused"));
    var deadline = AT.plusSeconds(300);
    return new StackEvents(
        PROJECT,
        List.of(
            new StackEvent.StackProvisioningStarted(AT, TASK, deadline),
            new StackEvent.StackActivated(
                AT, services, new DatabaseEndpoint("127.0.0.1", 20001, "postgres", "17.11")),
            new StackEvent.StackHealthObserved(AT, false, services, REASON),
            new StackEvent.StackObservationLost(AT, REASON),
            new StackEvent.StackPauseStarted(AT, TASK, deadline),
            new StackEvent.StackPaused(AT),
            new StackEvent.StackResumeStarted(AT, TASK, deadline),
            new StackEvent.StackRestartStarted(AT, TASK, deadline),
            new StackEvent.StackRepairStarted(AT, TASK, deadline),
            new StackEvent.StackChangeFailed(AT, StackChange.REPAIR, TASK, REASON),
            new StackEvent.StackRemovalStarted(AT, TASK, deadline),
            new StackEvent.StackRemoved(AT)));
  }

  private static OrganizationEvents organizationEvents() {
    return new OrganizationEvents(
        ORGANIZATION,
        List.of(
            new OrganizationEvent.OrganizationCreated(AT, "Köln & Co"),
            new OrganizationEvent.MemberAdded(AT, "user-1", Role.OWNER),
            new OrganizationEvent.MemberRoleChanged(AT, "user-1", Role.DEVELOPER),
            new OrganizationEvent.ProjectRegistered(
                AT, PROJECT, "Shop", "eu-central-1", StackProfile.DATABASE),
            new OrganizationEvent.ProjectRenamed(AT, PROJECT, "Store"),
            new OrganizationEvent.ProjectDeregistered(AT, PROJECT),
            new OrganizationEvent.MemberRemoved(AT, "user-1")));
  }

  private static OrganizationEvents domainEvents() {
    var domain = new DomainName("api.customer.example");
    return new OrganizationEvents(
        ORGANIZATION,
        List.of(
            new OrganizationEvent.DomainAttached(AT, PROJECT, domain),
            new OrganizationEvent.DomainDetached(AT, PROJECT, domain)));
  }

  private static OrganizationEvents teamEvents() {
    String team = "019aa5c4-0000-7000-8000-0000000000cc";
    return new OrganizationEvents(
        ORGANIZATION,
        List.of(
            new OrganizationEvent.TeamCreated(AT, team, "payments", "Payments"),
            new OrganizationEvent.TeamMemberAdded(AT, team, "user-1"),
            new OrganizationEvent.TeamProjectGiven(AT, team, PROJECT, Role.DEVELOPER),
            new OrganizationEvent.TeamProjectTaken(AT, team, PROJECT),
            new OrganizationEvent.TeamMemberRemoved(AT, team, "user-1"),
            new OrganizationEvent.TeamDeleted(AT, team)));
  }

  private static <B extends MessageBody> Envelope<B> envelope(
      String entity, Version version, @Nullable ProjectRef project, B body) {
    return new Envelope<>(
        new MessageId(UUID.fromString("019aa5c4-0000-7000-8000-0000000000aa")),
        body.messageType(),
        1,
        entity,
        version,
        AT,
        ORGANIZATION,
        project,
        project == null ? null : Generation.FIRST,
        new CorrelationId("request-1"),
        new MessageId(UUID.fromString("019aa5c4-0000-7000-8000-0000000000bb")),
        new Actor(Actor.Kind.TOKEN, "token-1", "user-1"),
        new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        body);
  }
}
