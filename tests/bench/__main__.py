"""All benches: ``python -m tests.bench``. Each prints a ratio against a floor of the same run."""

from tests.bench import counter, importing, labels, photos, screen, search, web

if __name__ == "__main__":
    labels.main(1_000)
    photos.main(3, 1_000)
    importing.main(20_000)
    counter.main(300)
    web.main(2_000)
    search.main([20_000, 1_000_000])
    screen.main([20_000, 1_000_000])
