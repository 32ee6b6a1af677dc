package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.stack.StackSpec;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How everything on an engine is named and labelled. The installation's label is what makes a thing
 * ours; a name alone never does.
 *
 * @param installation the installation's id
 */
record StackLabels(String installation) {

  static final String PROJECT = "io.rickyard.project";
  static final String SERVICE = "io.rickyard.service";
  static final String GENERATION = "io.rickyard.generation";
  static final String PLAN = "io.rickyard.plan";
  static final String VOLUME = "io.rickyard.volume";

  /** What only the container of a job has: until when it may be needed. */
  static final String JOB_UNTIL = "io.rickyard.job-until";

  private static final String INSTALLATION = "io.rickyard.installation";
  private static final String ORGANIZATION = "io.rickyard.organization";
  private static final String TASK = "io.rickyard.task";
  private static final String ATTEMPT = "io.rickyard.attempt";
  private static final String TOKEN = "io.rickyard.token";
  private static final int SHORT = 8;
  private static final int BRIDGE_LETTERS = 6;

  /** What five more letters and digits can tell apart. */
  private static final long BRIDGE_CLAIMS = 36L * 36 * 36 * 36 * 36;

  /** What all of ours has. */
  Map<String, String> ours() {
    return Map.of(INSTALLATION, installation);
  }

  /** What all of a project's has. */
  Map<String, String> of(ProjectRef project) {
    return Map.of(INSTALLATION, installation, PROJECT, project.value());
  }

  /** The same as the engine's filters want it. */
  static java.util.List<String> filter(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .toList();
  }

  /** Labels of a new thing: whose it is and which claim made it. */
  Map<String, String> of(StackSpec stack) {
    var labels = new TreeMap<>(of(stack.project()));
    labels.put(ORGANIZATION, stack.organization().value());
    labels.put(GENERATION, stack.generation().toString());
    labels.put(TOKEN, Long.toString(stack.token()));
    var origin = stack.origin();
    if (origin != null) {
      labels.put(TASK, origin.task().toString());
      labels.put(ATTEMPT, origin.attempt().toString());
    }
    return labels;
  }

  /** Two of the same generation cannot both exist: the engine refuses a name that is taken. */
  String container(StackSpec stack, String service) {
    return "%s-%s-g%s".formatted(prefix(stack.project()), service, stack.generation());
  }

  /** Each attempt of a job is another container. */
  String job(ProjectRef project, StackSpec.Origin origin) {
    return "%s-job-%s-a%s".formatted(prefix(project), origin.task(), origin.attempt());
  }

  String network(ProjectRef project) {
    return prefix(project);
  }

  /** Whose network has this name, if it is one of ours. */
  Optional<ProjectRef> networkOf(String name) {
    var letters = name.substring(name.lastIndexOf('-') + 1);
    return letters.matches("[a-z]{20}") && name.equals(prefix(new ProjectRef(letters)))
        ? Optional.of(new ProjectRef(letters))
        : Optional.empty();
  }

  /**
   * The host's interface of that network. A rule of the host's firewall for {@code rky-+} means
   * them all; the kernel allows 15 characters. Each claim takes another name: an engine that could
   * not finish a network, for want of space say, may hold on to the name until it is started anew.
   */
  static String bridge(StackSpec stack) {
    var claim = Long.toString(Math.floorMod(stack.token(), BRIDGE_CLAIMS), Character.MAX_RADIX);
    return "rky-" + stack.project().value().substring(0, BRIDGE_LETTERS) + claim;
  }

  /** A volume is never taken up again once it is trash, so each has a number of its own. */
  String volume(ProjectRef project, String volume, long number) {
    return "%s-%s-v%d".formatted(prefix(project), volume, number);
  }

  private String prefix(ProjectRef project) {
    var letters = installation.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    var name = letters.length() > SHORT ? letters.substring(letters.length() - SHORT) : letters;
    return "rky-%s-%s".formatted(name, project);
  }
}
