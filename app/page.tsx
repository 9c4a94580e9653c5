export default function HomePage() {
  return <h1>Gumshoe</h1>;
}
