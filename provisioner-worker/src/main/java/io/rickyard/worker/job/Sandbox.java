package io.rickyard.worker.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.contracts.task.TaskInput.JobRun;
import io.rickyard.worker.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts programs so that they see and reach as little as possible: Linux namespaces of their own
 * for processes, network, mounts, names and messages, a system user of their own without any
 * privilege, and limits.
 *
 * <ol>
 *   <li>{@code unshare} makes the namespaces; the network has nothing but its own loopback.
 *   <li>{@link FirstProcess} is the first process of the sandbox: nothing outlives it, and it does
 *       not outlive this process, not even after a kill.
 *   <li>{@code setpriv} and {@code prlimit} take away what privileges there are, and set limits.
 *   <li>Only then, as a user without privileges, the program's own variables are set. Until there
 *       they have names that mean nothing, and nobody else can read them.
 * </ol>
 */
final class Sandbox {

  static final long LARGEST_FILE = 1L << 30;

  private static final String OWN_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final String HIDDEN = "RICKYARD_VARIABLE_";
  private static final int OPEN_FILES = 1_024;

  private static final List<String> NAMESPACES =
      List.of(
          "unshare",
          "--net",
          "--ipc",
          "--uts",
          "--pid",
          "--mount",
          "--fork",
          "--kill-child",
          "--mount-proc",
          "--",
          "/bin/sh",
          "-c",
          FirstProcess.SCRIPT,
          "sandbox");

  private Sandbox() {}

  /** Starts a program in a workspace. */
  static Process start(JobRun job, Map<String, String> variables, Workspace workspace)
      throws IOException {
    var hidden = List.copyOf(variables.keySet());
    var command = new ArrayList<>(NAMESPACES);
    command.addAll(unprivileged(workspace.user()));
    command.addAll(
        List.of(
            "prlimit",
            "--as=" + job.memoryMib() * 1024L * 1024L,
            "--nproc=" + job.processes(),
            "--nofile=" + OPEN_FILES,
            "--fsize=" + LARGEST_FILE,
            "--core=0",
            "--"));
    command.addAll(List.of("/bin/sh", "-c", unveiling(hidden), "job"));
    command.addAll(job.command());
    var builder = new ProcessBuilder(command).directory(workspace.home().toFile());
    var environment = builder.environment();
    environment.clear();
    environment.put("PATH", OWN_PATH);
    for (int i = 0; i < hidden.size(); i++) {
      environment.put(HIDDEN + i, variables.getOrDefault(hidden.get(i), ""));
    }
    return builder.start();
  }

  /**
   * Why this machine cannot keep a program in, found out by trying in a workspace; empty if it can.
   */
  static Optional<String> whyNot(Workspace workspace) throws IOException, InterruptedException {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.of("sandboxes need Linux");
    }
    var command = new ArrayList<>(NAMESPACES);
    command.addAll(unprivileged(workspace.user()));
    command.addAll(List.of("prlimit", "--core=0", "--", "/bin/sh", "-c", "cd " + "\"$0\""));
    command.add(workspace.home().toString());
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().put("PATH", OWN_PATH);
      var process = builder.start();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        end(process);
        return Optional.of("a trial did not end");
      }
      var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      return process.exitValue() == 0
          ? Optional.empty()
          : Optional.of(
              said.isEmpty() ? "a trial ended with code " + process.exitValue() : firstLine(said));
    } catch (IOException e) {
      return Optional.of("the program unshare cannot be started: " + e.getMessage());
    }
  }

  /**
   * Ends a program and everything it started. When this returns normally, none of it is left: the
   * kernel lets go of a sandbox's first process only after all the others have gone.
   */
  static void end(Process process) throws IOException {
    process.toHandle().children().forEach(ProcessHandle::destroyForcibly);
    boolean interrupted = false;
    try {
      for (int tries = 0; process.isAlive() && tries < 20; tries++) {
        try {
          if (!process.waitFor(500, TimeUnit.MILLISECONDS)) {
            process.toHandle().children().forEach(ProcessHandle::destroyForcibly);
          }
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      if (process.isAlive()) {
        process.destroyForcibly();
        throw new IOException("The sandbox of process " + process.pid() + " does not end");
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static List<String> unprivileged(int user) {
    return List.of(
        "setpriv",
        "--reuid=" + user,
        "--regid=" + user,
        "--clear-groups",
        "--no-new-privs",
        "--inh-caps=-all",
        "--bounding-set=-all",
        "--");
  }

  /** Gives variables their names; values never stand in a command line, where others see them. */
  private static String unveiling(List<String> names) {
    var script = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      script.append("export %s=\"$%s%d\"; ".formatted(names.get(i), HIDDEN, i));
      script.append("unset %s%d; ".formatted(HIDDEN, i));
    }
    return script.append("exec \"$@\"").toString();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }

  static Map<String, String> usualVariables(Workspace workspace) {
    Path home = workspace.home();
    return Map.of(
        "PATH", OWN_PATH,
        "HOME", home.toString(),
        "TMPDIR", workspace.temporary().toString(),
        "LANG", "C.UTF-8",
        "RICKYARD_OUTPUT", workspace.output().toString());
  }
}
