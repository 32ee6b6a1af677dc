package io.rickyard.worker.stack;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.StackProfile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs stacks. Every action is small, idempotent, looks before it acts, and is refused ({@code
 * fenced_off}) when a newer claim has acted on the stack.
 */
public interface StackRuntime {

  /** Its name, as in the configuration. */
  String name();

  /** The profiles it can run. */
  Set<StackProfile> profiles();

  /** Whether one project's servers are kept from another's files by the operating system. */
  boolean isolatesProjects();

  /** Looks at a stack by using its services; changes nothing. */
  StackObservation observe(StackSpec stack) throws RuntimeUnavailable;

  /** Makes room: directory, operating system user, port. */
  void prepare(StackSpec stack, StackLog log) throws StackFailure, InterruptedException;

  /** Creates the empty database cluster. */
  void initialize(StackSpec stack, StackLog log) throws StackFailure, InterruptedException;

  /** Starts the services, or recognizes those that run. */
  void start(StackSpec stack, StackLog log) throws StackFailure, InterruptedException;

  /**
   * Makes these services what they should be again, and of those that depend on them what does not
   * work by now; all others are left as they are.
   */
  default void mend(StackSpec stack, Set<String> services, StackLog log)
      throws StackFailure, InterruptedException {
    start(stack, log);
  }

  /**
   * Stops one service and starts it again; of those that depend on it, what does not work by then
   * is mended.
   *
   * @throws StackFailure {@code service_unknown} when the stack has none of that name
   */
  void restart(StackSpec stack, String service, StackLog log)
      throws StackFailure, InterruptedException;

  /**
   * Makes a stack that runs as large as it should be: what is too much goes and keeps its data,
   * what differs is replaced, what is missing is started.
   */
  void resize(StackSpec stack, StackLog log) throws StackFailure, InterruptedException;

  /**
   * Brings the service of a section to the settings that the stack has; other services are left as
   * they are.
   *
   * @param restart whether the service may be restarted for it. What needs that and may not waits
   *     for its next start, and the log says so.
   * @throws StackFailure {@code setting_refused} when the service says that a value is none for it;
   *     {@code service_failed} when it does not start with them
   */
  void apply(StackSpec stack, SettingSection section, boolean restart, StackLog log)
      throws StackFailure, InterruptedException;

  /** Whether the service of a section runs with other settings than it will after a restart. */
  boolean awaitsRestart(StackSpec stack, SettingSection section)
      throws RuntimeUnavailable, InterruptedException;

  /** Brings the services' inner state to what the blueprint says. */
  void configure(StackSpec stack, StackLog log) throws StackFailure, InterruptedException;

  /** Stops the services and keeps the data. */
  void stop(StackSpec stack, StackLog log) throws StackFailure, InterruptedException;

  /** Stops the services and removes every trace of the stack. */
  void remove(StackSpec stack, StackLog log) throws StackFailure, InterruptedException;

  /** How long one attempt to change a stack may take at most; longer ones are broken off. */
  default Duration attemptWithin() {
    return Duration.ofMinutes(5);
  }

  /** Why it can't be used on this host now, for people; nothing when it can. */
  default Optional<String> obstacle() {
    return Optional.empty();
  }

  /**
   * Has somebody told which stacks to look at again, as soon as something has happened to them. One
   * that can't tell is looked at now and then all the same.
   */
  default void tellChanges(StackChanges changes) {}

  /**
   * What the services of a stack wrote: a feed for each, of which the caller closes every one. What
   * was written by a container that is gone is gone with it.
   */
  List<LogFeed> logs(StackSpec stack, LogRange range)
      throws RuntimeUnavailable, InterruptedException;

  /** What each service that runs uses at the moment; may take a second or two. */
  List<ServiceUsage> usage(StackSpec stack) throws RuntimeUnavailable, InterruptedException;

  /** The projects this runtime holds anything of; what nobody knows is reported, never removed. */
  List<ProjectRef> inventory() throws RuntimeUnavailable;
}
