package io.rickyard.worker.engine;

import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskHandler;
import io.rickyard.worker.task.TaskRun;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The handlers there are, by type. */
public final class Handlers {

  private final Map<TaskType, TaskHandler> byType = new HashMap<>();
  private final Set<TaskType> listening = new HashSet<>();

  /** Takes one handler per type; two of one type are a mistake. */
  public Handlers(Collection<? extends TaskHandler> handlers) {
    for (TaskHandler handler : handlers) {
      if (byType.put(handler.type(), handler) != null) {
        throw new IllegalStateException(
            "Two handlers run " + handler.type().wireName() + "; there may be one");
      }
      if (listens(handler)) {
        listening.add(handler.type());
      }
    }
  }

  Optional<TaskHandler> of(TaskType type) {
    return Optional.ofNullable(byType.get(type));
  }

  /** The types that extensions add. */
  Set<ExtensionType> extensions() {
    return byType.keySet().stream()
        .<ExtensionType>mapMulti((type, extensions) -> {
          if (type instanceof ExtensionType extension) {
            extensions.accept(extension);
          }
        })
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether tasks of a type are this worker's business. Our own types are every worker's, also
   * where one is switched off, which fails its tasks; an extension's wait for a worker that has its
   * class.
   */
  boolean serves(TaskType type) {
    return switch (type) {
      case BuiltInType _ -> true;
      case ExtensionType _ -> byType.containsKey(type);
    };
  }

  /** Whether a task's steps are undone when it is given up. */
  boolean undoes(TaskInput input) {
    return of(input.taskType()).filter(handler -> handler.undoneWhenGivenUp(input)).isPresent();
  }

  /** Whether a type's handler hears of ends, for which the lane is held a little longer. */
  boolean hearsEnd(TaskType type) {
    return listening.contains(type);
  }

  /** Most handlers do not listen, and what nobody hears need not be written down. */
  private static boolean listens(TaskHandler handler) {
    try {
      return handler.getClass().getMethod("ended", TaskRun.class, TaskEnd.class).getDeclaringClass()
          != TaskHandler.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("A handler has no ended method", e);
    }
  }
}
