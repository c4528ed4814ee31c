import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.stream.Streams.*;

import java.security.cert.*;
import org.asyncio4j.*;
import org.asyncio4j.net.ConnectOptions;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.sync.Semaphore;
import org.asyncio4j.tls.*;

/*
 * Looks at the certificates of many servers at once, and tells what is wrong with them.
 *
 * A connection that trusts everybody shows what a server has; whether a client would trust it is checked afterwards, so
 * that all that is wrong can be told, and not only the first thing.
 */

static final String USAGE = """
        usage: Certificates [OPTION...] HOST[:PORT]...

          --trust FILE       trust those certified by the certificates of a PEM file, not those that the JDK trusts
          --days N           a certificate that has fewer days left is a problem (14)
          --jobs N           at most N connections at a time (32)
          --timeout SECONDS  for each of them (10)

        Exit status: 0 no problems, 1 problems, 2 bad usage.""";

// what to do
List<String> places = new ArrayList<>();
Path authorities;
int fewestDays = 14;
int jobs = 32;
Duration timeout = Duration.ofSeconds(10);

X509TrustManager trusted;

/** What was found out about one server. */
record Finding(String place, String summary, List<String> problems) {}

void main(String[] arguments) {
    try {
        parse(List.of(arguments).iterator());
        trusted = trustManager();
    } catch (IllegalArgumentException | IOException | GeneralSecurityException e) {
        System.err.println("Certificates: " + e.getMessage() + "\n" + USAGE);
        System.exit(2);
    }
    List<Finding> findings = run(this::lookAtAll);
    for (Finding finding : findings) {
        IO.println(finding.place() + "  " + finding.summary());
        finding.problems().forEach(problem -> IO.println("    problem: " + problem));
    }
    if (findings.stream().anyMatch(finding -> !finding.problems().isEmpty())) {
        System.exit(1);
    }
}

void parse(Iterator<String> arguments) {
    while (arguments.hasNext()) {
        String argument = arguments.next();
        switch (argument) {
            case "--trust" -> authorities = Path.of(value(argument, arguments));
            case "--days" -> fewestDays = number(argument, arguments, 0);
            case "--jobs" -> jobs = number(argument, arguments, 1);
            case "--timeout" -> timeout = Duration.ofSeconds(number(argument, arguments, 1));
            default -> places.add(argument);
        }
    }
    if (places.isEmpty() || places.stream().anyMatch(place -> place.startsWith("-"))) {
        throw new IllegalArgumentException("expected servers, not " + places);
    }
}

String value(String option, Iterator<String> arguments) {
    if (!arguments.hasNext()) {
        throw new IllegalArgumentException(option + " needs a value");
    }
    return arguments.next();
}

int number(String option, Iterator<String> arguments, int least) {
    String value = value(option, arguments);
    if (!value.matches("\\d{1,6}") || Integer.parseInt(value) < least) {
        throw new IllegalArgumentException(option + " cannot be '" + value + "'");
    }
    return Integer.parseInt(value);
}

X509TrustManager trustManager() throws IOException, GeneralSecurityException {
    KeyStore store = null; // the JDK's own
    if (authorities != null) {
        store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(authorities)) {
            int count = 0;
            for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority " + count++, each);
            }
        }
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
}

// ---- looking ----

List<Finding> lookAtAll() {
    Semaphore turns = new Semaphore(jobs);
    List<Task<Finding>> looks = new ArrayList<>();
    taskGroup(group -> places.forEach(place -> looks.add(group.createTask(() -> {
        try (var _ = turns.acquire()) {
            return lookAt(place);
        }
    }))));
    return looks.stream().map(Task::result).toList();
}

Finding lookAt(String place) {
    Matcher parts = Pattern.compile("\\[?(.+?)]?(?::(\\d{1,5}))?").matcher(place);
    parts.matches();
    String host = parts.group(1);
    int port = parts.group(2) == null ? 443 : Integer.parseInt(parts.group(2));
    try {
        return waitFor(() -> {
            try (var connection = openConnection(host, port, StreamReader.DEFAULT_LIMIT,
                    ConnectOptions.defaults().withSsl(TlsContext.unverified()))) {
                return judge(place, host, connection.writer().getExtraInfo(TlsInfo.SSL_OBJECT));
            }
        }, timeout);
    } catch (TimeoutError e) {
        return new Finding(place, "no certificate", List.of("no answer within " + timeout.toSeconds() + " s"));
    } catch (Exception e) {
        return new Finding(place, "no certificate", List.of(e.getMessage() == null ? e.toString() : e.getMessage()));
    }
}

// ---- judging ----

Finding judge(String place, String host, SSLSession session) throws Exception {
    X509Certificate[] chain = Arrays.stream(session.getPeerCertificates())
            .map(X509Certificate.class::cast)
            .toArray(X509Certificate[]::new);
    X509Certificate own = chain[0];
    Instant begin = own.getNotBefore().toInstant();
    Instant end = own.getNotAfter().toInstant();
    Instant now = Instant.now();
    long daysLeft = Duration.between(now, end).toDays();
    List<String> problems = new ArrayList<>();
    if (now.isAfter(end)) {
        problems.add("expired since " + end);
    } else if (now.isBefore(begin)) {
        problems.add("not valid before " + begin);
    } else if (daysLeft < fewestDays) {
        problems.add("expires in " + daysLeft + " days");
    }
    if (namesOf(own).stream().noneMatch(name -> isNameOf(host, name))) {
        problems.add("wrong host: it is for " + String.join(", ", namesOf(own)));
    }
    try {
        trusted.checkServerTrusted(chain, own.getPublicKey().getAlgorithm());
    } catch (CertificateException e) {
        boolean selfSigned = own.getSubjectX500Principal().equals(own.getIssuerX500Principal());
        if (!(rootOf(e) instanceof CertificateExpiredException
                || rootOf(e) instanceof CertificateNotYetValidException)) {
            problems.add(selfSigned ? "self-signed" : "not trusted: " + rootOf(e).getMessage());
        }
    }
    return new Finding(place, own.getSubjectX500Principal() + ", by " + own.getIssuerX500Principal() + ", "
            + daysLeft + " days left, " + session.getProtocol(), problems);
}

Throwable rootOf(Throwable error) {
    return error.getCause() == null ? error : rootOf(error.getCause());
}

/** The names and addresses that a certificate is for. */
List<String> namesOf(X509Certificate certificate) throws CertificateParsingException {
    int dnsName = 2;
    int address = 7;
    var names = certificate.getSubjectAlternativeNames();
    return names == null
            ? List.of()
            : names.stream()
                    .filter(name -> name.getFirst().equals(dnsName) || name.getFirst().equals(address))
                    .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
                    .toList();
}

/** A star stands for the first part of a name. */
boolean isNameOf(String host, String name) {
    String wanted = host.toLowerCase(Locale.ROOT);
    return name.equals(wanted) || name.startsWith("*.") && wanted.replaceFirst("^[^.]+", "*").equals(name);
}
