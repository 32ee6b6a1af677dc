package io.rickyard.gateway.upstream;

/** The internal services. */
public enum Upstream {
  /** Identities. */
  AUTH("auth-service", "auth"),
  /** Organizations, projects, acceptance. */
  ORG("org-service", "org"),
  /** Status. */
  PROJECTOR("status-projector", "projector"),
  /** Streams. */
  BRIDGE("realtime-bridge", "bridge"),
  /** Keys of stacks. */
  WORKER("provisioner-worker", "worker");

  private final String serviceName;
  private final String shortName;

  Upstream(String serviceName, String shortName) {
    this.serviceName = serviceName;
    this.shortName = shortName;
  }

  /** Its name, for people. */
  public String serviceName() {
    return serviceName;
  }

  /** The setting with its address. */
  String setting() {
    return "rickyard.services." + shortName + ".url";
  }
}
