package io.rickyard.org.dns;

import io.rickyard.org.domain.TextRecords;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/** Asks the name servers of this machine, or another one, with what the JDK brings along. */
public final class ResolvedTexts implements TextRecords {

  private static final String TXT = "TXT";

  /** With the tries below this stays within the time that the gateway waits for a change. */
  private static final String FIRST_WAIT_MILLIS = "1000";

  private static final String TRIES = "2";

  private final String servers;

  private ResolvedTexts(String servers) {
    this.servers = servers;
  }

  /** By the name servers that the machine is set up with. */
  public static ResolvedTexts ofThisMachine() {
    return new ResolvedTexts("dns:");
  }

  /** By this one, as a host and a port. */
  public static ResolvedTexts at(String server) {
    return new ResolvedTexts("dns://" + server);
  }

  // A name of ours has no scheme, so it leads to name servers only; they hand out texts, no
  // objects.
  @Override
  @SuppressWarnings("BanJNDI")
  public List<String> of(String name) throws NoAnswer {
    DirContext context = null;
    try {
      context = new InitialDirContext(environment());
      var found = context.getAttributes(name, new String[] {TXT}).get(TXT);
      var texts = new ArrayList<String>();
      for (int i = 0; found != null && i < found.size(); i++) {
        texts.add(unquoted(String.valueOf(found.get(i))));
      }
      return List.copyOf(texts);
    } catch (NameNotFoundException _) {
      return List.of();
    } catch (NamingException e) {
      throw new NoAnswer("The TXT records of %s could not be asked for".formatted(name), e);
    } finally {
      close(context);
    }
  }

  @SuppressWarnings("JdkObsolete") // the signature of JNDI
  private Hashtable<String, String> environment() {
    var environment = new Hashtable<String, String>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.put(Context.PROVIDER_URL, servers);
    environment.put("com.sun.jndi.dns.timeout.initial", FIRST_WAIT_MILLIS);
    environment.put("com.sun.jndi.dns.timeout.retries", TRIES);
    return environment;
  }

  /** A text with blanks in it comes in quotation marks. */
  private static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  private static void close(@Nullable DirContext context) throws NoAnswer {
    if (context != null) {
      try {
        context.close();
      } catch (NamingException e) {
        throw new NoAnswer("The connection to the name servers could not be closed", e);
      }
    }
  }
}
