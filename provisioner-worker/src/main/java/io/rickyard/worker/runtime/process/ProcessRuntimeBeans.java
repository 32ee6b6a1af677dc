package io.rickyard.worker.runtime.process;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.rickyard.postgres.Host;
import io.rickyard.postgres.PostgresBinaries;
import io.rickyard.worker.runtime.PortRange;
import io.rickyard.worker.stack.StackRuntime;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the runtime together from the settings {@code rickyard.runtime.process.*}. */
@Factory
@Requires(property = "rickyard.installation.data-directory")
final class ProcessRuntimeBeans {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessStackRuntime.class);

  @Singleton
  ProcessSettings settings(
      @Value("${rickyard.installation.id}") String installation,
      @Value("${rickyard.installation.data-directory}") String data,
      @Value("${rickyard.runtime.process.host:local}") String host,
      @Value("${rickyard.runtime.process.address:127.0.0.1}") String address,
      @Value("${rickyard.runtime.process.ports:20000-29999}") String ports,
      @Value("${rickyard.runtime.process.shared-trust:false}") boolean sharedTrust,
      @Value("${rickyard.runtime.process.stop-servers-on-close:false}") boolean stopServersOnClose,
      @Value("${rickyard.runtime.process.spare-cluster:true}") boolean spareCluster,
      @Value("${rickyard.runtime.process.start-within:PT2M}") String startWithin,
      @Value("${rickyard.runtime.process.stop-within:PT30S}") String stopWithin) {
    return new ProcessSettings(
        installation,
        Path.of(data).resolve("projects"),
        host,
        address,
        PortRange.parse(ports),
        sharedTrust,
        stopServersOnClose,
        spareCluster,
        Duration.parse(startWithin),
        Duration.parse(stopWithin));
  }

  /** Closed after the beans that use it, so nothing starts a server again. */
  @Singleton
  @Named("process")
  @Bean(preDestroy = "close", typed = StackRuntime.class)
  ProcessStackRuntime runtime(
      ProcessSettings settings,
      DataSource database,
      @Value("${rickyard.installation.data-directory}") String data) {
    var binaries = PostgresBinaries.unpackInto(Path.of(data).resolve("programs"));
    var runtime =
        new ProcessStackRuntime(
            settings, binaries, Host.local(), database, Clock.systemUTC(), new SecureRandom());
    // Some hosts give nearly all ports to outgoing connections; then the next one is taken instead.
    PortRange.ephemeral()
        .filter(settings.ports()::overlaps)
        .ifPresent(ephemeral ->
            LOG.warn(
                "event=ports_overlap_outgoing ports={} outgoing={}"
                    + " repair=\"set rickyard.runtime.process.ports\"",
                settings.ports(),
                ephemeral));
    if (!runtime.isolatesProjects()) {
      LOG.warn(
          "event=one_trust_domain reason=\"projects of this host share one system user\""
              + " shared_trust={} projects={}",
          settings.sharedTrust(),
          settings.projects());
    }
    return runtime;
  }
}
