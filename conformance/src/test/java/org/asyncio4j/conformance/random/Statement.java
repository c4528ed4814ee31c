package org.asyncio4j.conformance.random;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a random program: its words, of which the first says what it does, and the statements it consists of.
 */
record Statement(List<String> words, List<Statement> parts) {

    /** The statements of a text, each in parentheses. */
    static List<Statement> parse(String text) {
        Deque<Statement> open = new ArrayDeque<>();
        open.push(new Statement(new ArrayList<>(), new ArrayList<>()));
        var tokens = new StringTokenizer(text, "() \n", true);
        while (tokens.hasMoreTokens()) {
            String token = tokens.nextToken();
            switch (token) {
                case " ", "\n" -> {
                }
                case "(" -> open.push(new Statement(new ArrayList<>(), new ArrayList<>()));
                case ")" -> {
                    Statement read = open.pop();
                    open.element().parts.add(read);
                }
                default -> open.element().words.add(token);
            }
        }
        return open.pop().parts;
    }

    String kind() {
        return words.getFirst();
    }

    String word(int index) {
        return words.get(index);
    }

    int number(int index) {
        return Integer.parseInt(words.get(index));
    }

    /** A word that may be missing. */
    @Nullable
    String optional(int index) {
        return index < words.size() ? words.get(index) : null;
    }

    Statement part(int index) {
        return parts.get(index);
    }

    @Override
    public String toString() {
        return text("");
    }

    private String text(String indent) {
        var text = new StringBuilder("(" + String.join(" ", words));
        for (Statement part : parts) {
            text.append("\n ").append(indent).append(part.text(indent + " "));
        }
        return text.append(')').toString();
    }
}
