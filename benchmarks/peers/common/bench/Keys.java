package bench;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;

/** The key and certificate of the TLS servers. */
public final class Keys {

    public static final String PASSWORD = "changeit";

    private Keys() {}

    /** The file for servers that read PKCS #12. */
    public static Path pkcs12(String folder) {
        return Path.of(folder, "keys.p12");
    }

    /** Key managers made of it. */
    public static KeyManagerFactory managers(String folder) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(pkcs12(folder))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        return managers;
    }
}
