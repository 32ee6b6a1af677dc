package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackProfile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a task needs to know; the kind of input decides the kind of task. Secrets are never part of
 * it: they travel sealed beside it, see {@link TaskCommand.SubmitTask#secrets()}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = TaskInput.TYPE, visible = true)
@JsonTypeIdResolver(InputTypes.class)
@JsonIgnoreProperties(TaskInput.TYPE)
public sealed interface TaskInput {

  /** The field that names the type. */
  String TYPE = "type";

  /** The type of the task that takes this input. */
  @JsonIgnore
  TaskType taskType();

  /**
   * Builds a stack. The sealed secret {@code db_pass} goes with it.
   *
   * @param name the project's name, for people
   * @param region the region's code
   * @param profile which services it gets
   */
  record StackProvision(String name, String region, StackProfile profile) implements TaskInput {
    /** Checks that nothing required is missing. */
    public StackProvision {
      requireNonNull(name, "name");
      requireNonNull(region, "region");
      requireNonNull(profile, "profile");
    }

    @Override
    public TaskType taskType() {
      return BuiltInType.STACK_PROVISION;
    }
  }

  /**
   * Makes a project of a stack that is there already, and that stays its owner's. The sealed secret
   * {@code db_pass} may go with it.
   *
   * @param name the project's name, for people
   * @param region the region's code
   * @param composeProject what compose calls the stack
   */
  record StackAdopt(String name, String region, String composeProject) implements TaskInput {
    private static final Pattern COMPOSE_PROJECT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

    /** Checks that nothing required is missing, and the form of compose's name. */
    public StackAdopt {
      requireNonNull(name, "name");
      requireNonNull(region, "region");
      requireNonNull(composeProject, "compose_project");
      if (!COMPOSE_PROJECT.matcher(composeProject).matches()) {
        throw new IllegalArgumentException(
            "compose_project is a name as compose has it, of up to 100 lower-case letters, digits, _"
                + " and -");
      }
    }

    @Override
    public TaskType taskType() {
      return BuiltInType.STACK_ADOPT;
    }
  }

  /** Stops a stack and keeps its data. */
  record StackPause() implements TaskInput {
    @Override
    public TaskType taskType() {
      return BuiltInType.STACK_PAUSE;
    }
  }

  /** Brings a paused stack back. */
  record StackResume() implements TaskInput {
    @Override
    public TaskType taskType() {
      return BuiltInType.STACK_RESUME;
    }
  }

  /**
   * Stops and starts a stack, or one service of it.
   *
   * @param service which one, as the health of the project names it; all when it is left out
   */
  record StackRestart(@Nullable String service) implements TaskInput {
    private static final Pattern SERVICE = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    /** Checks the name's form. */
    public StackRestart {
      if (service != null) {
        requireService(service);
      }
    }

    private static void requireService(String service) {
      if (!SERVICE.matcher(service).matches()) {
        throw new IllegalArgumentException(
            "service is a service's name, of up to 32 lower-case letters, digits, _ and -");
      }
    }

    /** All of it. */
    public StackRestart() {
      this(null);
    }

    @Override
    public TaskType taskType() {
      return BuiltInType.STACK_RESTART;
    }
  }

  /** Removes a stack and every trace of it. */
  record StackDelete() implements TaskInput {
    @Override
    public TaskType taskType() {
      return BuiltInType.STACK_DELETE;
    }
  }

  /** Finds and mends what is broken in a stack. */
  record StackRepair() implements TaskInput {
    @Override
    public TaskType taskType() {
      return BuiltInType.STACK_REPAIR;
    }
  }

  /**
   * Gives a stack more or fewer services, or other limits. As a command it says both; whoever asks
   * may leave out what stays as it is.
   *
   * @param profile which services it gets
   * @param limits the services' limits that are not as their blueprints say; all others are
   */
  record StackResize(@Nullable StackProfile profile, @Nullable Map<String, ServiceLimits> limits)
      implements TaskInput {
    private static final int MOST_SERVICES = 64;

    /** Checks that it asks for something, and copies the limits. */
    public StackResize {
      if (profile == null && limits == null) {
        throw new IllegalArgumentException("A resize names a profile, limits, or both");
      }
      if (limits != null) {
        if (limits.size() > MOST_SERVICES) {
          throw new IllegalArgumentException(
              "limits are for at most " + MOST_SERVICES + " services");
        }
        limits.keySet().forEach(StackRestart::requireService);
        limits = Map.copyOf(limits);
      }
    }

    @Override
    public TaskType taskType() {
      return BuiltInType.STACK_RESIZE;
    }
  }

  /**
   * Changes settings of one of a stack's services. The values of secret ones go with it sealed, see
   * {@link SettingsChange#field}.
   *
   * @param change what shall be different
   * @param restart whether the service may be restarted for it; what needs that waits otherwise
   */
  record StackConfigure(SettingsChange change, boolean restart) implements TaskInput {
    /** Checks that nothing required is missing. */
    public StackConfigure {
      requireNonNull(change, "change");
    }

    /** Takes what came over the wire and fills in what was left out. */
    @JsonCreator
    public static StackConfigure of(
        @JsonProperty("change") SettingsChange change,
        @JsonProperty("restart") @Nullable Boolean restart) {
      return new StackConfigure(
          requireNonNull(change, "change"), requireNonNullElse(restart, true));
    }

    @Override
    public TaskType taskType() {
      return BuiltInType.STACK_CONFIGURE;
    }
  }

  /**
   * Applies migrations of another project's history that a project's own lacks: between a branch
   * and its parent.
   *
   * @param course which way they go, and what else happens
   * @param from whose history is read
   * @param version up to which migration, that one included; all when it is left out
   */
  record StackMigrate(MigrationCourse course, ProjectRef from, @Nullable String version)
      implements TaskInput {
    private static final int LONGEST_VERSION = 100;

    /** Checks that nothing required is missing. */
    public StackMigrate {
      requireNonNull(course, "course");
      requireNonNull(from, "from");
      if (version != null && (version.isBlank() || version.length() > LONGEST_VERSION)) {
        throw new IllegalArgumentException("version has 1 to " + LONGEST_VERSION + " characters");
      }
    }

    @Override
    public TaskType taskType() {
      return BuiltInType.STACK_MIGRATE;
    }
  }

  /**
   * A task that does what it is told.
   *
   * @param steps how many steps it has, 1 to 100
   * @param stepDuration how long each step takes, up to an hour; zero when left out
   * @param failAttempts how many attempts fail, from the first; 0 to 100
   * @param failStep the step, from 1, at which a failing attempt fails; the first when left out
   * @param failRetryable whether that failure may be retried
   * @param maxAttempts how many attempts it gets, 1 to 100; 3 when left out
   * @param logLines how many lines each step logs, 0 to 1000
   */
  record PlatformProbe(
      int steps,
      Duration stepDuration,
      int failAttempts,
      int failStep,
      boolean failRetryable,
      int maxAttempts,
      int logLines)
      implements TaskInput {

    private static final Duration LONGEST_STEP = Duration.ofHours(1);

    /** Checks the ranges. */
    public PlatformProbe {
      requireNonNull(stepDuration, "step_duration");
      within("steps", steps, 1, 100);
      within("fail_attempts", failAttempts, 0, 100);
      within("fail_step", failStep, 1, steps);
      within("max_attempts", maxAttempts, 1, 100);
      within("log_lines", logLines, 0, 1000);
      if (stepDuration.isNegative() || stepDuration.compareTo(LONGEST_STEP) > 0) {
        throw new IllegalArgumentException("step_duration lies between PT0S and PT1H");
      }
    }

    /** Takes what came over the wire and fills in what was left out. */
    @JsonCreator
    public static PlatformProbe of(
        @JsonProperty("steps") @Nullable Integer steps,
        @JsonProperty("step_duration") @Nullable Duration stepDuration,
        @JsonProperty("fail_attempts") @Nullable Integer failAttempts,
        @JsonProperty("fail_step") @Nullable Integer failStep,
        @JsonProperty("fail_retryable") @Nullable Boolean failRetryable,
        @JsonProperty("max_attempts") @Nullable Integer maxAttempts,
        @JsonProperty("log_lines") @Nullable Integer logLines) {
      return new PlatformProbe(
          requireNonNullElse(steps, 1),
          requireNonNullElse(stepDuration, Duration.ZERO),
          requireNonNullElse(failAttempts, 0),
          requireNonNullElse(failStep, 1),
          requireNonNullElse(failRetryable, true),
          requireNonNullElse(maxAttempts, 3),
          requireNonNullElse(logLines, 0));
    }

    private static void within(String field, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(field + " lies between " + least + " and " + most);
      }
    }

    @Override
    public TaskType taskType() {
      return BuiltInType.PLATFORM_PROBE;
    }
  }

  /**
   * Cancels the tasks that a filter found. Which ones travels sealed beside it as {@link
   * BulkTargets}.
   *
   * @param where the filter, as it was written
   * @param tasks how many it found, 1 to {@link BulkTargets#MOST}
   * @param reason why, for whoever looks at one of them later
   * @param force whether to end them without waiting until they have stopped by themselves
   */
  record TasksCancel(String where, int tasks, String reason, boolean force) implements TaskInput {
    /** Checks that nothing required is missing. */
    public TasksCancel {
      requireNonNull(where, "where");
      requireNonNull(reason, "reason");
      BulkTargets.requireCount(tasks);
    }

    @Override
    public TaskType taskType() {
      return BuiltInType.TASKS_CANCEL;
    }
  }

  /**
   * Repeats the tasks that a filter found: each becomes a new task. Which ones, and how they were
   * asked for, travels sealed beside it as {@link BulkTargets}.
   *
   * @param where the filter, as it was written
   * @param tasks how many it found, 1 to {@link BulkTargets#MOST}
   */
  record TasksRetry(String where, int tasks) implements TaskInput {
    /** Checks that nothing required is missing. */
    public TasksRetry {
      requireNonNull(where, "where");
      BulkTargets.requireCount(tasks);
    }

    @Override
    public TaskType taskType() {
      return BuiltInType.TASKS_RETRY;
    }
  }

  /**
   * Runs a program in a sandbox that reaches nothing but the project's database.
   *
   * @param command the program and its arguments, 1 to 100
   * @param environment variables of the program, at most 64
   * @param secrets variables that hold a secret of the project, by the secret's name
   * @param timeout how long it may take, up to 6 hours
   * @param memoryMib the address space of each of its processes
   * @param processes how many processes and threads it may have
   */
  record JobRun(
      List<String> command,
      Map<String, String> environment,
      Map<String, ProjectSecret> secrets,
      Duration timeout,
      int memoryMib,
      int processes)
      implements TaskInput {

    /** The longest a program may take. */
    public static final Duration LONGEST = Duration.ofHours(6);

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final int MOST_ARGUMENTS = 100;
    private static final int MOST_VARIABLES = 64;
    private static final int LONGEST_TEXT = 8_192;

    /** Checks the ranges. */
    public JobRun {
      requireNonNull(timeout, "timeout");
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      secrets = Map.copyOf(secrets);
      within("command's length", command.size(), 1, MOST_ARGUMENTS);
      within("number of variables", environment.size() + secrets.size(), 0, MOST_VARIABLES);
      within("memory_mib", memoryMib, 16, 65_536);
      within("processes", processes, 1, 1_024);
      command.forEach(text -> within("length of an argument", text.length(), 0, LONGEST_TEXT));
      if (command.getFirst().isBlank()) {
        throw new IllegalArgumentException("command begins with a program");
      }
      Stream.concat(environment.keySet().stream(), secrets.keySet().stream())
          .filter(name -> !VARIABLE.matcher(name).matches())
          .findFirst()
          .ifPresent(name -> {
            throw new IllegalArgumentException("'" + name + "' is no name of a variable");
          });
      environment
          .values()
          .forEach(text -> within("length of a variable", text.length(), 0, LONGEST_TEXT));
      if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("timeout lies between PT1S and " + LONGEST);
      }
    }

    /** Takes what came over the wire and fills in what was left out. */
    @JsonCreator
    public static JobRun of(
        @JsonProperty("command") List<String> command,
        @JsonProperty("environment") @Nullable Map<String, String> environment,
        @JsonProperty("secrets") @Nullable Map<String, ProjectSecret> secrets,
        @JsonProperty("timeout") @Nullable Duration timeout,
        @JsonProperty("memory_mib") @Nullable Integer memoryMib,
        @JsonProperty("processes") @Nullable Integer processes) {
      return new JobRun(
          requireNonNull(command, "command"),
          requireNonNullElse(environment, Map.of()),
          requireNonNullElse(secrets, Map.of()),
          requireNonNullElse(timeout, Duration.ofMinutes(15)),
          requireNonNullElse(memoryMib, 1_024),
          requireNonNullElse(processes, 64));
    }

    private static void within(String field, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(field + " lies between " + least + " and " + most);
      }
    }

    @Override
    public TaskType taskType() {
      return BuiltInType.JOB_RUN;
    }
  }

  /**
   * Holds a lock of an organization: it waits until its turn has come, and then lasts until it is
   * released or its lease ends.
   *
   * @param name the lock's name within the organization, 1 to 200 characters
   * @param lease how long it is held without being renewed, 1 s to 24 h
   */
  record LockHold(String name, Duration lease) implements TaskInput {

    /** The longest lease. */
    public static final Duration LONGEST = Duration.ofHours(24);

    /** How long a lock is held where nobody says otherwise. */
    public static final Duration USUAL_LEASE = Duration.ofMinutes(1);

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,199}");

    /** Checks name and range. */
    public LockHold {
      requireNonNull(name, "name");
      requireNonNull(lease, "lease");
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "name has 1 to 200 letters, digits, dots, dashes, slashes and underscores, and begins with a letter or digit");
      }
      if (lease.compareTo(SHORTEST) < 0 || lease.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("lease lies between PT1S and " + LONGEST);
      }
    }

    @Override
    public TaskType taskType() {
      return BuiltInType.LOCK_HOLD;
    }
  }

  /**
   * What a task of an extension's type needs. Only the class that runs it can read more of it than
   * what is announced about its fields.
   *
   * @param taskType the extension's type
   * @param fields as they were written; none is called {@value #TYPE}
   */
  @JsonIgnoreProperties // unlike our own records it is read with its type
  record Extension(ExtensionType taskType, @JsonIgnore ObjectNode fields) implements TaskInput {
    /** Checks that nothing is missing. */
    public Extension {
      requireNonNull(taskType, TYPE);
      requireNonNull(fields, "fields");
      if (fields.has(TYPE)) {
        throw new IllegalArgumentException("type stands beside an input and not in it");
      }
      fields = fields.deepCopy();
    }

    /** Takes what came over the wire. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Extension of(ObjectNode written) {
      ObjectNode fields = written.deepCopy();
      var type = requireNonNull(fields.remove(TYPE), TYPE);
      return new Extension(new ExtensionType(type.asText()), fields);
    }

    @JsonAnyGetter
    Map<String, JsonNode> written() {
      return fields.properties().stream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one, LinkedHashMap::new));
    }
  }
}
