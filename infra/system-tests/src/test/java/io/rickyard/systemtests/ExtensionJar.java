package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * The task type that {@code infra/docs/adding-a-task-type.md} shows, compiled as the page says and
 * packed into a jar.
 */
final class ExtensionJar {

  private static final Pattern SHOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** What the page leaves out. */
  private static final String HEAD =
      """
      package com.acme;

      import static java.util.Objects.requireNonNullElse;

      import io.rickyard.contracts.task.ExtensionType;
      import io.rickyard.contracts.task.LogLevel;
      import io.rickyard.contracts.task.TaskQueue;
      import io.rickyard.contracts.task.TypeTerms;
      import io.rickyard.worker.extension.TaskExtension;
      import io.rickyard.worker.task.RetryPolicy;
      import io.rickyard.worker.task.Step;
      import io.rickyard.worker.task.StepContext;
      import io.rickyard.worker.task.TaskFailure;
      import io.rickyard.worker.task.TaskRun;
      import jakarta.inject.Singleton;
      import java.time.Duration;
      import java.util.List;
      import org.jspecify.annotations.Nullable;

      """;

  private ExtensionJar() {}

  /** Makes it below an empty directory. */
  static Path make(Path repository, Path directory) throws IOException {
    String page = Files.readString(repository.resolve("infra/docs/adding-a-task-type.md"));
    var shown = SHOWN.matcher(page);
    assertThat(shown.find()).as("the page shows a class").isTrue();
    Path source = directory.resolve("Greet.java");
    Files.writeString(source, HEAD + shown.group(1));
    Path classes = Files.createDirectory(directory.resolve("classes"));
    Path launcher = repository.resolve("infra/launcher/target");
    run(
        "javac",
        "-d",
        classes.toString(),
        "-cp",
        launcher.resolve("launcher-0.1.0-SNAPSHOT.jar") + ":" + launcher.resolve("lib/*"),
        "-processorpath",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        source.toString());
    Path jar = directory.resolve("acme.jar");
    run("jar", "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
    return jar;
  }

  private static void run(String tool, String... arguments) {
    var said = new StringWriter();
    var out = new PrintWriter(said);
    int status = ToolProvider.findFirst(tool).orElseThrow().run(out, out, arguments);
    assertThat(status).as(said.toString()).isZero();
  }
}
