package io.rickyard.worker.runtime;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.worker.stack.LogFeed;
import io.rickyard.worker.stack.LogRange;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.ServiceUsage;
import io.rickyard.worker.stack.StackChanges;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.stack.StackObservation;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All runtimes of this worker, of which one was chosen for new stacks. A stack stays with the
 * runtime that built it; one that no stack needs and that was not chosen is never asked anything.
 */
public final class ChosenRuntime implements StackRuntime {

  private final StackRuntime chosen;
  private final List<StackRuntime> all;
  private final Set<StackRuntime> needed = ConcurrentHashMap.newKeySet();

  /**
   * One of several.
   *
   * @param all the chosen one among them
   */
  public ChosenRuntime(StackRuntime chosen, List<StackRuntime> all) {
    this.chosen = chosen;
    this.all = List.copyOf(all);
    needed.add(chosen);
  }

  @Override
  public String name() {
    return chosen.name();
  }

  @Override
  public Set<StackProfile> profiles() {
    return chosen.profiles();
  }

  @Override
  public boolean isolatesProjects() {
    return chosen.isolatesProjects();
  }

  @Override
  public Duration attemptWithin() {
    return all.stream()
        .map(StackRuntime::attemptWithin)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  @Override
  public Optional<String> obstacle() {
    return chosen.obstacle();
  }

  @Override
  public void tellChanges(StackChanges changes) {
    all.forEach(runtime -> runtime.tellChanges(changes));
  }

  @Override
  public StackObservation observe(StackSpec stack) throws RuntimeUnavailable {
    try {
      return of(stack).observe(stack);
    } catch (StackFailure e) {
      throw new RuntimeUnavailable(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void prepare(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    of(stack).prepare(stack, log);
  }

  @Override
  public void initialize(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    of(stack).initialize(stack, log);
  }

  @Override
  public void start(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    of(stack).start(stack, log);
  }

  @Override
  public void mend(StackSpec stack, Set<String> services, StackLog log)
      throws StackFailure, InterruptedException {
    of(stack).mend(stack, services, log);
  }

  @Override
  public void restart(StackSpec stack, String service, StackLog log)
      throws StackFailure, InterruptedException {
    of(stack).restart(stack, service, log);
  }

  @Override
  public void resize(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    of(stack).resize(stack, log);
  }

  @Override
  public void apply(StackSpec stack, SettingSection section, boolean restart, StackLog log)
      throws StackFailure, InterruptedException {
    of(stack).apply(stack, section, restart, log);
  }

  @Override
  public boolean awaitsRestart(StackSpec stack, SettingSection section)
      throws RuntimeUnavailable, InterruptedException {
    try {
      return of(stack).awaitsRestart(stack, section);
    } catch (StackFailure e) {
      throw new RuntimeUnavailable(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void configure(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    of(stack).configure(stack, log);
  }

  @Override
  public void stop(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    of(stack).stop(stack, log);
  }

  @Override
  public void remove(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    of(stack).remove(stack, log);
  }

  @Override
  public List<LogFeed> logs(StackSpec stack, LogRange range)
      throws RuntimeUnavailable, InterruptedException {
    try {
      return of(stack).logs(stack, range);
    } catch (StackFailure e) {
      throw new RuntimeUnavailable(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public List<ServiceUsage> usage(StackSpec stack) throws RuntimeUnavailable, InterruptedException {
    try {
      return of(stack).usage(stack);
    } catch (StackFailure e) {
      throw new RuntimeUnavailable(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public List<ProjectRef> inventory() throws RuntimeUnavailable {
    var held = new ArrayList<ProjectRef>();
    for (var runtime : all) {
      if (needed.contains(runtime)) {
        held.addAll(runtime.inventory());
      }
    }
    return held;
  }

  private StackRuntime of(StackSpec stack) throws StackFailure {
    var runtime = named(stack.runtime());
    needed.add(runtime);
    return runtime;
  }

  private StackRuntime named(@Nullable String name) throws StackFailure {
    if (name == null) {
      return chosen;
    }
    return all.stream()
        .filter(runtime -> runtime.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new StackFailure(
                "runtime_unknown",
                "The project was built on the runtime %s, which this worker does not have"
                    .formatted(name),
                false,
                null));
  }
}
