package io.rickyard.gateway.project;

import io.rickyard.gateway.edge.EdgeSettings;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that are this installation's own, so that no project can have them. */
@Singleton
public final class ServedNames {

  private static final String THIS_MACHINE = "localhost";
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*");

  private final EdgeSettings settings;
  private final ProjectDomain projects;

  ServedNames(EdgeSettings settings, ProjectDomain projects) {
    this.settings = settings;
    this.projects = projects;
  }

  /** The names for which people will expect a certificate: not those of this machine alone. */
  public Set<String> needingCertificates() {
    return Stream.concat(
            settings.hosts().stream(), Stream.of("any." + projects.domain(), publicHost()))
        .filter(name -> name.contains(".") && !name.endsWith("." + THIS_MACHINE))
        .filter(name -> !ADDRESS.matcher(name).matches())
        .collect(Collectors.toUnmodifiableSet());
  }

  private String publicHost() {
    var url = settings.publicUrl();
    return url == null || url.getHost() == null ? "" : url.getHost();
  }

  /** Whether a host is one of them or lies below one. */
  public boolean ours(String host) {
    for (var name = host; ; name = name.substring(name.indexOf('.') + 1)) {
      if (name.equals(THIS_MACHINE) || name.equals(projects.domain()) || settings.serves(name)) {
        return true;
      }
      if (name.indexOf('.') < 0) {
        return false;
      }
    }
  }
}
