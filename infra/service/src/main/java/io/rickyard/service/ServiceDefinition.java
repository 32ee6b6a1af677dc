package io.rickyard.service;

import static java.util.Objects.requireNonNull;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.SystemPropertiesPropertySource;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service, before it runs. Starting it brings its schema up to date, builds its context, in which
 * only its own beans and the shared ones live, and opens its port.
 *
 * @param shortName the last part of {@code svc.<short name>}, on which its packages depend
 * @param applicationName its name for people, also its user name towards the broker
 * @param defaultPort where it listens unless {@code micronaut.server.port} says otherwise
 * @param schema the schema it owns
 * @param defaults its own fixed settings, which environment and caller may override
 */
public record ServiceDefinition(
    String shortName,
    String applicationName,
    int defaultPort,
    @Nullable SchemaDefinition schema,
    Map<String, Object> defaults) {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceDefinition.class);

  /** Below Micronaut's environment variables (-200), so that these override a default. */
  private static final int BELOW_ENVIRONMENT = -400;

  /** Checks that nothing required is missing. */
  public ServiceDefinition {
    requireNonNull(shortName, "shortName");
    requireNonNull(applicationName, "applicationName");
    defaults = Map.copyOf(defaults);
  }

  /**
   * Starts the service with these settings alone; environment variables are not looked at.
   *
   * @throws InvalidSetting when a setting is missing, wrong or not known
   * @throws IllegalStateException when the schema cannot be brought up to date
   */
  public RunningService start(Map<String, Object> settings) {
    return start(ApplicationContext.builder().environmentPropertySource(false), settings);
  }

  /**
   * Starts the service with settings from the environment and runs it until the process is ended.
   */
  public void runMain() {
    var ended = new CountDownLatch(1);
    var service = start(ApplicationContext.builder(), Map.of());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  service.close();
                  ended.countDown();
                },
                applicationName + "-stop"));
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private RunningService start(ApplicationContextBuilder builder, Map<String, Object> settings) {
    long begun = System.nanoTime();
    var context =
        builder
            .deduceEnvironment(false)
            .deduceCloudEnvironment(false)
            .banner(false)
            .propertySources(
                PropertySource.of("rickyard-defaults", allDefaults(), BELOW_ENVIRONMENT))
            .properties(settings)
            .build();
    try {
      checkNames(context);
      prepareDatabase(context);
      context.start();
      var server = context.getBean(EmbeddedServer.class);
      server.start();
      LOG.info(
          "service={} url={} started in {} ms",
          applicationName,
          server.getURL(),
          (System.nanoTime() - begun) / 1_000_000);
      return new RunningService(applicationName, context, server);
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  /**
   * The properties of the process belong to whoever composes services in it, so they don't count.
   */
  private void checkNames(ApplicationContext context) {
    var environment = context.getEnvironment();
    environment.start();
    new SettingNames(KnownSettings.of(applicationName))
        .check(
            environment.getPropertySources().stream()
                .filter(source -> !source.getName().equals(SystemPropertiesPropertySource.NAME))
                .toList());
  }

  /**
   * The pool's settings follow from ours, and the schema is there before the first bean looks at
   * it.
   */
  private void prepareDatabase(ApplicationContext context) {
    if (schema == null) {
      return;
    }
    var environment = context.getEnvironment();
    var database =
        DatabaseSettings.read(key -> environment.getProperty(key, String.class).orElse(null));
    environment.addPropertySource(
        PropertySource.of("rickyard-database", database.dataSource(), BELOW_ENVIRONMENT));
    new SchemaMigration(database, schema).run();
  }

  private Map<String, Object> allDefaults() {
    var all = new LinkedHashMap<String, Object>(CommonDefaults.SETTINGS);
    all.put("svc." + shortName, true);
    all.put("micronaut.application.name", applicationName);
    all.put("micronaut.server.port", defaultPort);
    all.putAll(defaults);
    return all;
  }
}
