package io.rickyard.worker.runtime.docker;

import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.content.DeployedFunction;
import io.rickyard.worker.stack.StackSpec;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of deployed functions, for the container that runs them. What the container has is what
 * its plan lists: the plan's stamp holds each function's digest, so another version takes another
 * container.
 */
final class FunctionFiles {

  private final ContentStore store;

  FunctionFiles(ContentStore store) {
    this.store = store;
  }

  /** What a service finds beside its plan's files, by absolute path. */
  Map<String, byte[]> of(StackSpec stack, String service) {
    if (!service.equals(StackPlans.FUNCTIONS)) {
      return Map.of();
    }
    var files = new TreeMap<String, byte[]>();
    for (var function : stack.secrets().contents().functions().bySlug().values()) {
      files.putAll(files(stack, function));
    }
    return files;
  }

  /**
   * One that was replaced since the stack was looked up is left out: the task that does so comes
   * next.
   */
  private Map<String, byte[]> files(StackSpec stack, DeployedFunction function) {
    var files = new TreeMap<String, byte[]>();
    store
        .source(stack.project(), function.slug(), function.sha256())
        .ifPresent(source ->
            source
                .files()
                .forEach((path, content) ->
                    files.put(function.directory(stack.project()) + "/" + path, content)));
    return files;
  }
}
